package dev.memoryservice.operator.memorybackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.BackupPhase;
import dev.memoryservice.crds.v1alpha1.status.MemoryBackupStatus;
import dev.memoryservice.operator.testing.BackedUpService;
import dev.memoryservice.operator.testing.Custom;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestBackups;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** MemoryBackups, on demand and of the schedule, against a server that answers. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class MemoryBackupIT {

    private static final String FIRST = "20261119T030000Z-aaaa";
    private static final String SECOND = "20261120T030000Z-bbbb";

    private static final String OF_FIRST = "team-20261119t030000z-aaaa";
    private static final String OF_SECOND = "team-20261120t030000z-bbbb";

    @Inject
    KubernetesClient client;

    private Custom<MemoryBackup> backups(TestCluster cluster) {
        return new Custom<>(
                client, cluster, MemoryBackup.class, backup -> backup.reported().conditions());
    }

    @Test
    void aBackupIsMadeVerifiedAndReported() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "backups");
        Custom<MemoryBackup> backups = backups(cluster);
        try (BackedUpService service = BackedUpService.start(cluster, "team", "127.77.1.1", "backup: {}", 42)) {
            TestBackups server = service.backups();
            server.busyWith("a restore");
            backups.create("mine", "serviceRef: {name: team}");
            assertThat(backups.awaitReason("mine", "Completed", "Pending").getStatus())
                    .isEqualTo("Unknown");
            Waiting.await("the reason to wait").untilAsserted(() -> assertThat(
                            backups.get("mine").reported().message())
                    .isEqualTo("the server is busy with a restore"));

            server.busyWith("");
            backups.awaitReason("mine", "Completed", "Running");
            String id = backups.get("mine").reported().backupId();
            assertThat(id).matches("[0-9]{8}T[0-9]{6}Z-[a-z0-9]{4}");
            assertThat(server.asked())
                    .singleElement()
                    .satisfies(body -> assertThat(body).containsEntry("id", id).containsEntry("trigger", "manual"));

            server.complete(id, 42);
            backups.awaitReason("mine", "Completed", "Verifying");
            Waiting.await("its proof").until(() -> server.verification(id).equals("Running"));
            server.verify(id, "Succeeded", "");

            backups.awaitReason("mine", "Completed", "Succeeded");
            MemoryBackupStatus status = backups.get("mine").reported();
            assertThat(status.phase()).isEqualTo(BackupPhase.SUCCEEDED);
            assertThat(status.memories()).isEqualTo(42);
            assertThat(status.sizeBytes()).isEqualTo(2048);
            assertThat(status.verifiedAt()).isNotNull();
            assertThat(backups.awaitEvent("mine", "Succeeded").getMessage()).contains(id);
            cluster.await(
                    MemoryService.class,
                    "team",
                    team -> team.reported().backup() != null
                            && id.equals(team.reported().backup().lastBackupId()));
            cluster.awaitReason("team", "BackupHealthy", "Verified");
            assertThat(backups.list())
                    .as("no second object for the same backup")
                    .hasSize(1);

            backups.create("broken", "{serviceRef: {name: team}, verify: false}");
            Waiting.await("the id").until(() -> backups.get("broken").reported().backupId() != null);
            String interrupted = backups.get("broken").reported().backupId();
            Waiting.await("the request").until(() -> server.has(interrupted));
            server.fail(interrupted, "Interrupted by the end of the server: nothing was kept of it");
            backups.await(
                    "broken", backup -> !interrupted.equals(backup.reported().backupId()));
            String other = backups.get("broken").reported().backupId();
            server.fail(other, "the volume of the backups is full");
            assertThat(backups.awaitReason("broken", "Completed", "Failed").getMessage())
                    .isEqualTo("the backup %s failed: the volume of the backups is full".formatted(other));
            assertThat(cluster.awaitReason("team", "BackupHealthy", "BackupFailed")
                            .getMessage())
                    .startsWith("the backup ")
                    .endsWith(
                            "; backups are kept on the claim \"team-backup\", which spec.backup.storage.size, now 10Gi,"
                                    + " enlarges where its storage class allows that; the newest one is %s of %s"
                                            .formatted(id, TestBackups.time(id)));

            server.refuseBackups("the bucket refuses");
            backups.create("refused", "serviceRef: {name: team}");
            // For a while it may only be that the credentials have not got to the server yet.
            Waiting.await("the refusal to be its last word")
                    .until(() -> backups.get("refused").reported().phase() == BackupPhase.FAILED);
            assertThat(backups.get("refused").reported().message()).isEqualTo("the bucket refuses");
            server.refuseBackups("");
            backups.create("good", "{serviceRef: {name: team}, verify: false}");
            Waiting.await("the id").until(() -> backups.get("good").reported().backupId() != null);
            String good = backups.get("good").reported().backupId();
            Waiting.await("the request").until(() -> server.has(good));
            server.complete(good, 42);
            backups.awaitReason("good", "Completed", "Succeeded");
            cluster.awaitReason("team", "BackupHealthy", "Made");

            server.prune(id);
            backups.awaitReason("mine", "Completed", "Deleted");
            assertThat(backups.get("mine").reported().phase()).isEqualTo(BackupPhase.DELETED);
        }
    }

    @Test
    void theBackupsOfTheScheduleAppearAndGo() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "backup-schedule");
        Custom<MemoryBackup> backups = backups(cluster);
        try (BackedUpService service = BackedUpService.start(cluster, "team", "127.77.1.2", "backup: {}", 42)) {
            cluster.awaitReason("team", "BackupHealthy", "NoBackupYet");
            TestBackups server = service.backups();
            server.with(FIRST, "schedule", 40).verify(FIRST, "Succeeded", "");
            server.with(SECOND, "schedule", 42);

            MemoryBackup first =
                    backups.await(OF_FIRST, backup -> backup.reported().phase() == BackupPhase.SUCCEEDED);
            assertThat(first.getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getName()).isEqualTo("team"));
            assertThat(first.reported().trigger()).isEqualTo("schedule");
            assertThat(first.reported().verifiedAt()).isEqualTo("2026-11-19T03:00:00Z");
            backups.await(OF_SECOND, backup -> true);
            assertThat(cluster.awaitReason("team", "BackupHealthy", "Made").getMessage())
                    .isEqualTo("the newest backup is %s of 2026-11-20T03:00:00Z".formatted(SECOND));
            assertThat(cluster.get("team").reported().backup().lastVerified()).isEqualTo("2026-11-19T03:00:00Z");
            assertThat(cluster.get("team").reported().backup().memories()).isEqualTo(42);

            server.verify(SECOND, "Failed", "part 3 has another checksum");
            assertThat(cluster.awaitReason("team", "BackupHealthy", "VerificationFailed")
                            .getMessage())
                    .contains(SECOND, "part 3 has another checksum");

            server.prune(FIRST);
            cluster.awaitAbsent(MemoryBackup.class, OF_FIRST);
            assertThat(backups.list()).hasSize(1);

            server.verify(SECOND, "Succeeded", "");
            reportSchedule(cluster, "2026-11-21T03:00:00Z");
            assertThat(cluster.awaitReason("team", "BackupHealthy", "BackupFailed")
                            .getMessage())
                    .startsWith("the backup of the schedule at 2026-11-21T03:00:00Z failed: ")
                    .contains("backups are kept on the claim \"team-backup\"", "the newest one is " + SECOND);
            assertThat(server.asked()).as("what is there is not made again").isEmpty();
        }
    }

    /** What the CronJob controller reports when a Job was started and did not succeed. */
    private void reportSchedule(TestCluster cluster, String time) {
        cluster.await(CronJob.class, "team");
        client.batch()
                .v1()
                .cronjobs()
                .inNamespace(cluster.namespace())
                .withName("team")
                .editStatus(schedule -> new CronJobBuilder(schedule)
                        .withNewStatus()
                        .withLastScheduleTime(time)
                        .endStatus()
                        .build());
    }

    @Test
    void aBackupIsDeletedWithItsResourceByThePolicy() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "backup-deletion");
        Custom<MemoryBackup> backups = backups(cluster);
        try (BackedUpService service = BackedUpService.start(cluster, "team", "127.77.1.3", "backup: {}", 42)) {
            TestBackups server = service.backups();
            server.with(FIRST, "schedule", 40).with(SECOND, "schedule", 42);
            backups.await(OF_FIRST, backup -> true);
            backups.await(OF_SECOND, backup -> true);

            backups.patch(OF_FIRST, "{\"spec\":{\"deletionPolicy\":\"Delete\"}}");
            backups.await(OF_FIRST, backup -> !backup.getFinalizers().isEmpty());
            backups.delete(OF_FIRST);

            cluster.awaitAbsent(MemoryBackup.class, OF_FIRST);
            assertThat(server.has(FIRST)).isFalse();
            assertThat(backups.awaitEvent(OF_FIRST, "BackupDeleted").getMessage())
                    .contains(FIRST);
            backups.delete(OF_SECOND);
            cluster.awaitAbsent(MemoryBackup.class, OF_SECOND);
            assertThat(server.has(SECOND)).isTrue();
        }
    }

    @Test
    void whatCannotBeBackedUpIsRefusedAndDoesNotBlockItsDeletion() {
        TestCluster cluster = TestCluster.inNewNamespace(client);
        Custom<MemoryBackup> backups = backups(cluster);

        backups.create("early", "{serviceRef: {name: team}, deletionPolicy: Delete}");
        assertThat(backups.awaitReason("early", "Accepted", "ServiceNotFound").getMessage())
                .contains("\"team\"", cluster.namespace());

        cluster.apply("team", "{}");
        backups.create("plain", "serviceRef: {name: team}");
        assertThat(backups.awaitReason("plain", "Accepted", "BackupsNotConfigured")
                        .getMessage())
                .contains("has no spec.backup");
        backups.await("early", backup -> !backup.getFinalizers().isEmpty());
        backups.delete("early");
        cluster.awaitAbsent(MemoryBackup.class, "early");
        cluster.clear();
    }
}
