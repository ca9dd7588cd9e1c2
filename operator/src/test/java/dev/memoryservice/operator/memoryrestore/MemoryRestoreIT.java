package dev.memoryservice.operator.memoryrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryRestore;
import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.RestorePhase;
import dev.memoryservice.crds.v1alpha1.status.MemoryRestoreStatus;
import dev.memoryservice.operator.testing.BackedUpService;
import dev.memoryservice.operator.testing.Custom;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestBackups;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.Users;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** MemoryRestores against servers that answer. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class MemoryRestoreIT {

    private static final String BACKUP = "20261119T030000Z-aaaa";

    @Inject
    KubernetesClient client;

    private Custom<MemoryRestore> restores(TestCluster cluster) {
        return new Custom<>(client, cluster, MemoryRestore.class, restore -> restore.reported()
                .conditions());
    }

    @Test
    void aBackupIsRestoredIntoItsOwnServiceAndIntoAnother() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "restores");
        Custom<MemoryRestore> restores = restores(cluster);
        try (BackedUpService team = BackedUpService.start(cluster, "team", "127.77.1.4", "backup: {}", 42);
                BackedUpService other = BackedUpService.start(cluster, "other", "127.77.1.5", "backup: {}", 7)) {
            team.backups().with(BACKUP, "schedule", 40);
            other.backups().with(BACKUP.replace("aaaa", "zzzz"), "schedule", 7);

            whole(cluster, restores, team.backups());
            interrupted(restores, team.backups());
            refused(restores, team.backups());
            fromAnother(cluster, restores);
        }
    }

    /** Of a MemoryBackup, one user, as a dry run. */
    private void whole(TestCluster cluster, Custom<MemoryRestore> restores, TestBackups server) {
        new Users(client, cluster).apply("alice", "space: ops");
        restores.create("back", """
                serviceRef: {name: team}
                source: {backupName: team-20261119t030000z-aaaa}
                user: alice
                dryRun: true
                """);

        restores.awaitReason("back", "Completed", "Running");
        Map<String, Object> asked = server.asked().getLast();
        assertThat(asked)
                .containsEntry("backup_id", BACKUP)
                .containsEntry("tenant", "ops")
                .containsEntry("dry_run", true)
                .containsEntry("safety_backup", true);
        server.endRestore(
                String.valueOf(asked.get("id")),
                Map.of("state", "Succeeded", "added", 3, "removed", 2, "changed", 1, "unchanged", 34));
        assertThat(restores.awaitReason("back", "Completed", "Succeeded").getMessage())
                .isEqualTo(
                        "nothing was changed, as dryRun asks; it would have been: 3 memories added, 2 removed, 1 changed,"
                                + " 34 as they were");
        MemoryRestoreStatus status = restores.get("back").reported();
        assertThat(status.backupId()).isEqualTo(BACKUP);
        assertThat(status.added()).isEqualTo(3);
        assertThat(status.removed()).isEqualTo(2);
    }

    /** A server that was stopped in the middle is asked again. */
    private static void interrupted(Custom<MemoryRestore> restores, TestBackups server) {
        restores.create("again", "{serviceRef: {name: team}, source: {before: \"2026-11-20T00:00:00Z\"}}");
        restores.awaitReason("again", "Completed", "Running");
        String first = String.valueOf(server.asked().getLast().get("id"));
        assertThat(server.asked().getLast()).containsEntry("before", "2026-11-20T00:00:00Z");

        server.endRestore(first, Map.of("state", "Failed", "message", "interrupted by a restart of the server"));

        Waiting.await("a second attempt")
                .until(() -> !first.equals(server.asked().getLast().get("id")));
        server.endRestore(
                String.valueOf(server.asked().getLast().get("id")),
                Map.of("state", "Succeeded", "safety_backup_id", "20261121T000000Z-safe"));
        restores.awaitReason("again", "Completed", "Succeeded");
        assertThat(restores.get("again").reported().safetyBackupId()).isEqualTo("20261121T000000Z-safe");
    }

    private static void refused(Custom<MemoryRestore> restores, TestBackups server) {
        server.refuseRestores("the backup is of the embedding model minilm-2, the server has minilm-1");
        restores.create("alien", "{serviceRef: {name: team}, source: {backupId: %s}}".formatted(BACKUP));

        assertThat(restores.awaitReason("alien", "Completed", "Failed").getMessage())
                .isEqualTo(
                        "nothing was changed, because the restore failed: the backup is of the embedding model minilm-2,"
                                + " the server has minilm-1");
        restores.awaitEvent("alien", "Failed");
        server.refuseRestores("");
    }

    private void fromAnother(TestCluster cluster, Custom<MemoryRestore> restores) {
        restores.create(
                "across",
                "{serviceRef: {name: other}, source: {serviceRef: {name: team}, before: \"2026-11-20T00:00:00Z\"}}");

        Job job = cluster.await(Job.class, "across");
        restores.awaitReason("across", "Completed", "Running");
        assertThat(job.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getKind()).isEqualTo("MemoryRestore"));
        var pod = job.getSpec().getTemplate();
        assertThat(String.join(" ", pod.getSpec().getContainers().getFirst().getArgs()))
                .contains("restore --id ", "--backup " + BACKUP)
                .contains("--server http://other.restores.svc:8000 --key-file /run/memory-service/server/key")
                .contains("--from-server http://team.restores.svc:8000"
                        + " --from-key-file /run/memory-service/from-server/key");
        reportEnd(job, "{\"state\":\"Succeeded\",\"added\":5,\"removed\":7,\"changed\":0,\"unchanged\":0}");

        restores.create(
                "too-early",
                "{serviceRef: {name: other}, source: {serviceRef: {name: team}, before: \"2020-01-01T00:00:00Z\"}}");
        assertThat(restores.awaitReason("too-early", "Accepted", "BackupNotFound")
                        .getMessage())
                .contains("has no backup of 2020-01-01T00:00:00Z or before");

        assertThat(restores.awaitReason("across", "Completed", "Succeeded").getMessage())
                .isEqualTo("5 memories added, 7 removed, 0 changed, 0 as they were");
        assertThat(restores.get("across").reported().phase()).isEqualTo(RestorePhase.SUCCEEDED);
    }

    /** What kubelet and Job controller report when the container ended with these words. */
    private void reportEnd(Job job, String words) {
        var pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("across-1")
                        .withNamespace(job.getMetadata().getNamespace())
                        .withLabels(Map.of("batch.kubernetes.io/job-name", "across"))
                        .endMetadata()
                        .withSpec(job.getSpec().getTemplate().getSpec())
                        .build())
                .create();
        pod.setStatus(client.getKubernetesSerialization().unmarshal("""
                        phase: Succeeded
                        containerStatuses:
                          - name: restore
                            image: a
                            imageID: a
                            ready: false
                            restartCount: 0
                            state: {terminated: {exitCode: 0, finishedAt: "2026-11-21T03:00:00Z", message: '%s'}}
                        """.formatted(words), PodStatus.class));
        client.resource(pod).patchStatus();
        client.resource(job).editStatus(before -> new JobBuilder(before)
                .withNewStatus()
                .withStartTime("2026-11-21T03:00:00Z")
                .withCompletionTime("2026-11-21T03:01:00Z")
                .withSucceeded(1)
                .addNewCondition()
                .withType("SuccessCriteriaMet")
                .withStatus("True")
                .endCondition()
                .addNewCondition()
                .withType("Complete")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build());
    }

    @Test
    void whatCannotBeRestoredIsRefused() {
        TestCluster cluster = TestCluster.inNewNamespace(client);
        Custom<MemoryRestore> restores = restores(cluster);
        restores.create("nowhere", "{serviceRef: {name: team}, source: {backupName: gone}}");
        assertThat(restores.awaitReason("nowhere", "Accepted", "ServiceNotFound")
                        .getMessage())
                .contains("spec.serviceRef is the MemoryService \"team\", which does not exist");

        cluster.apply("team", "{suspend: true, backup: {}}");
        cluster.apply("plain", "suspend: true");
        assertThat(restores.awaitReason("nowhere", "Accepted", "BackupNotFound").getMessage())
                .contains("spec.source.backupName is \"gone\"");
        restores.create("into-plain", "{serviceRef: {name: plain}, source: {backupId: %s}}".formatted(BACKUP));
        restores.awaitReason("into-plain", "Accepted", "BackupsNotConfigured");
        restores.create(
                "from-plain",
                "{serviceRef: {name: team}, source: {backupId: %s, serviceRef: {name: plain}}}".formatted(BACKUP));
        restores.awaitReason("from-plain", "Accepted", "SourceHasNoBackups");
        restores.create("asleep", "{serviceRef: {name: team}, source: {backupId: %s}}".formatted(BACKUP));
        Waiting.await("the reason to wait").untilAsserted(() -> assertThat(
                        restores.get("asleep").reported().message())
                .isEqualTo("the MemoryService \"team\" does not run, or is being changed; see its conditions"));
    }

    @Test
    void aNewServiceBeginsWithABackupBeforeItIsVerified() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "initial-restore");
        Custom<MemoryRestore> restores = restores(cluster);
        String spec = "{backup: {}, restoreFrom: {backupId: %s}}".formatted(BACKUP);
        try (BackedUpService team = BackedUpService.start(cluster, "team", "127.77.1.6", spec, 0)) {
            team.backups().with(BACKUP, "schedule", 40);

            restores.awaitReason("team-initial", "Completed", "Running");
            cluster.awaitReason("team", "Restored", "Restoring");
            assertThat(cluster.awaitReason("team", "Verified", "NotRestored").getStatus())
                    .isEqualTo("False");
            Map<String, Object> asked = team.backups().asked().getLast();
            assertThat(asked).containsEntry("safety_backup", false).containsEntry("backup_id", BACKUP);
            team.server().withMemories(40);
            team.backups().endRestore(String.valueOf(asked.get("id")), Map.of("state", "Succeeded"));

            assertThat(cluster.awaitReason("team", "Restored", "Restored").getMessage())
                    .isEqualTo("the backup %s is restored".formatted(BACKUP));
            cluster.awaitReason("team", "Verified", "HandshakeCompleted");
            restores.delete("team-initial");
            cluster.apply("team", spec.replace("backup: {}", "backup: {verify: false}"));
            cluster.await(
                    MemoryService.class, "team", service -> service.reported().observedGeneration() == 2);
            assertThat(restores.list()).as("it never happens again").isEmpty();
        }
    }

    @Test
    void aVolumeWithMemoriesIsNotRestoredInto() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "initial-not-empty");
        String spec = "{backup: {}, restoreFrom: {backupId: %s}}".formatted(BACKUP);
        try (BackedUpService team = BackedUpService.start(cluster, "team", "127.77.1.7", spec, 3)) {
            assertThat(cluster.awaitReason("team", "Restored", "NotEmpty").getMessage())
                    .contains("the volume has memories already");
            cluster.awaitReason("team", "Verified", "HandshakeCompleted");
            assertThat(team.backups().asked()).isEmpty();
        }
    }
}
