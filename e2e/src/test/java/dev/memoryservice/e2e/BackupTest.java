package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.MemoryUserHandle;
import dev.memoryservice.e2e.service.OperationHandle;
import dev.memoryservice.e2e.service.ScheduledJob;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Backups and restores by custom resources: on demand, by the schedule, back, and into another service. */
class BackupTest {

    /** Over HTTPS with an authority of its own, as the one that is restored into: each has to be known to the Job. */
    private static final String DAILY =
            "  backup: {schedule: \"0 3 * * *\"}\n  tls: {mode: SelfSigned}\n  deletionPolicy: Delete";

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static MemoryServiceHandle service;

    @BeforeAll
    static void start() {
        service = MemoryServiceHandle.apply(NAMESPACE.name(), "archive", DAILY).awaitVerified();
    }

    @Test
    void whatWasDeletedComesBackAndWhatCameLaterGoes() {
        MemoryUserHandle alice = MemoryUserHandle.apply(service, "alice", "").awaitReady("Loaded");
        MemoryUserHandle bob = MemoryUserHandle.apply(service, "bob", "").awaitReady("Loaded");
        try (var asAlice = alice.connect();
                var asBob = bob.connect()) {
            asAlice.store("The boat is moored at pier nine");
            asBob.store("The cabin key hangs behind the door");
            OperationHandle backup = OperationHandle.backup(service, "before").awaitSuccess();
            assertThat(backup.count("memories")).isGreaterThanOrEqualTo(2);
            assertThat(backup.count("sizeBytes")).isPositive();
            assertThat(backup.status("verifiedAt")).isPresent();
            service.awaitReason("BackupHealthy", "True", "Verified");
            asAlice.store("This came after the backup of the harbour");
            asBob.store("This came later, too, and is to stay");

            OperationHandle trial = OperationHandle.restore(
                            service, "trial", "source: {backupName: before}", "user: alice", "dryRun: true")
                    .awaitSuccess();
            assertThat(trial.count("removed")).isEqualTo(1);
            assertThat(asAlice.total()).isEqualTo(2);

            OperationHandle restore = OperationHandle.restore(
                            service, "back", "source: {backupName: before}", "user: alice")
                    .awaitSuccess();
            assertThat(restore.status("safetyBackupId")).isPresent();
            assertThat(asAlice.total()).isEqualTo(1);
            assertThat(asAlice.search("where is the boat?", 5).text()).contains("pier nine");
            assertThat(asBob.total())
                    .as("another user's memories are as they were")
                    .isEqualTo(2);

            OperationHandle.restore(
                            service,
                            "undo",
                            "source: {backupId: %s}"
                                    .formatted(restore.status("safetyBackupId").orElseThrow()))
                    .awaitSuccess();
            assertThat(asAlice.total()).isEqualTo(2);
        }
        assertThat(OperationHandle.restore(service, "unknown", "source: {backupId: 20200101T000000Z-none}")
                        .awaitEnd())
                .isEqualTo("Failed");
    }

    @Test
    void theScheduleMakesBackupsWhichAppearAndAreCounted() {
        MemoryServiceHandle scheduled = MemoryServiceHandle.apply(
                        NAMESPACE.name(),
                        "scheduled",
                        "  backup: {schedule: \"0 3 * * *\", retention: {last: 1, daily: 0, weekly: 0}}\n"
                                + "  tls: {mode: SelfSigned}\n  deletionPolicy: Delete")
                .awaitVerified();
        try (var client = scheduled.connect()) {
            client.store("The lighthouse keeper is called Ada");
        }

        ScheduledJob.start(scheduled, "first").awaitSuccess();
        String first = awaitBackups(scheduled, 1).getFirst();
        assertThat(new OperationHandle(NAMESPACE.name(), "MemoryBackup", first)
                        .awaitSuccess()
                        .status("trigger"))
                .contains("schedule");
        scheduled.awaitReason("BackupHealthy", "True", "Verified");
        ScheduledJob.start(scheduled, "second").awaitSuccess();

        Awaitility.await("the retention takes the first one away")
                .atMost(Duration.ofMinutes(3))
                .until(() -> backups(scheduled), found -> found.size() == 1 && !found.contains(first));
        assertThat(ClusterUnderTest.client()
                        .pods()
                        .inNamespace(NAMESPACE.name())
                        .withLabel("app.kubernetes.io/name", "memory-service-backup")
                        .list()
                        .getItems())
                .isNotEmpty()
                .allSatisfy(pod -> assertThat(pod.getStatus().getPhase()).isEqualTo("Succeeded"));
    }

    private static List<String> awaitBackups(MemoryServiceHandle service, int count) {
        return Awaitility.await(count + " MemoryBackups of " + service)
                .atMost(Duration.ofMinutes(3))
                .until(() -> backups(service), found -> found.size() == count);
    }

    private static List<String> backups(MemoryServiceHandle service) {
        return client()
                .genericKubernetesResources("memoryservice.dev/v1alpha1", "MemoryBackup")
                .inNamespace(service.namespace())
                .withLabel("app.kubernetes.io/instance", service.name())
                .list()
                .getItems()
                .stream()
                .map(GenericKubernetesResource::getMetadata)
                .map(metadata -> metadata.getName())
                .toList();
    }

    @Test
    void aNewServiceBeginsWithTheBackupOfAnother() {
        try (var client = service.connect()) {
            client.store("The harbour master speaks Portuguese");
        }
        OperationHandle.backup(service, "seed", "verify: false").awaitSuccess();

        MemoryServiceHandle copy = MemoryServiceHandle.apply(
                        NAMESPACE.name(),
                        "copy",
                        "  restoreFrom: {backupName: seed}\n  tls: {mode: SelfSigned}\n  deletionPolicy: Delete")
                .awaitVerified();

        assertThat(copy.awaitReason("Restored", "True", "Restored")).contains("is restored");
        try (var client = copy.connect()) {
            assertThat(client.search("which language does the harbour master speak?", 5)
                            .text())
                    .contains("Portuguese");
        }
    }

    @Test
    void aBackupIsDeletedWithItsResourceWhereThatIsAskedFor() {
        OperationHandle backup = OperationHandle.backup(
                        service, "short-lived", "verify: false", "deletionPolicy: Delete")
                .awaitSuccess();
        String id = String.valueOf(backup.status("backupId").orElseThrow());

        backup.delete();

        assertThat(backup.awaitEvent("BackupDeleted")).contains(id);
        try (var client = service.connect()) {
            assertThat(client.get("/api/admin/backups/" + id).status()).isEqualTo(404);
        }
    }

    @Test
    void aBackupThatCannotBeMadeSaysWhyAndTheServiceGoesOn() {
        MemoryServiceHandle unlucky = MemoryServiceHandle.apply(
                        NAMESPACE.name(),
                        "unlucky",
                        "  backup: {encryption: {secretRef: {name: nowhere}}}\n  deletionPolicy: Delete")
                .awaitVerified();

        assertThat(unlucky.awaitReason("BackupHealthy", "False", "SecretNotFound"))
                .contains("\"nowhere\"");
        OperationHandle backup = OperationHandle.backup(unlucky, "doomed");
        assertThat(backup.awaitEnd()).isEqualTo("Failed");
        assertThat(String.valueOf(backup.status("message").orElseThrow())).isNotBlank();
        try (var client = unlucky.connect()) {
            assertThat(client.store("Memories are kept meanwhile").status()).isEqualTo(200);
        }
    }

    private static KubernetesClient client() {
        return ClusterUnderTest.client();
    }
}
