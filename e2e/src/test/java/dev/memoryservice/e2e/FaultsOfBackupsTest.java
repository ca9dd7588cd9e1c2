package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.FaultyVolume;
import dev.memoryservice.e2e.cluster.Node;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.AcknowledgedStores;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.OperationHandle;
import dev.memoryservice.e2e.service.ScheduledJob;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What can befall backups: a volume that is full or takes no writes, a Job or a server that is killed in the middle, a file
 * that somebody damaged. Memories are stored all the while, nothing of a backup is left that is not whole, {@code kubectl
 * describe} says what is wrong and what to do, and when that is done the next backup is well.
 */
class FaultsOfBackupsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MEBIBYTES = 300;

    /** So much that cannot be compressed that a slow volume takes some seconds for a backup. */
    private static final int BULKY_MEMORIES = 120;

    private static final int CHARACTERS = 60_000;

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static Node node;
    private static FaultyVolume volume;
    private static MemoryServiceHandle service;

    private MemoryServiceClient client;
    private AcknowledgedStores stores;

    @BeforeAll
    static void start() {
        node = ClusterUnderTest.requireNode();
        volume = FaultyVolume.on(node, MEBIBYTES);
        service = MemoryServiceHandle.apply(NAMESPACE.name(), "vulnerable", """
                          deletionPolicy: Delete
                          backup:
                            schedule: "0 3 1 1 *"
                            storage: {size: 256Mi, storageClassName: %s}
                        """.formatted(volume.storageClass()))
                .awaitVerified();
        Random random = new Random(1);
        try (MemoryServiceClient client = service.connect()) {
            for (int i = 0; i < BULKY_MEMORIES; i++) {
                String noise = random.ints(CHARACTERS, '0', 'z' + 1)
                        .filter(Character::isLetterOrDigit)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
                assertThat(client.post(
                                        "/api/memories",
                                        Map.of("content", "Bulky memory " + i, "metadata", Map.of("noise", noise)))
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @AfterAll
    static void stop() {
        service.delete();
        volume.close();
    }

    @BeforeEach
    void store() {
        client = service.connect();
        stores = AcknowledgedStores.through(service.connect());
        stores.awaitMore(5);
    }

    @AfterEach
    void disconnect() {
        stores.close();
        client.close();
    }

    @Test
    void aFullVolumeFailsTheBackupAndTheNextOneSucceedsWhenThereIsRoom() {
        volume.fill();
        try {
            OperationHandle backup = OperationHandle.backup(service, "without-room");

            assertThat(backup.awaitEnd()).isEqualTo("Failed");
            assertThat(backup.awaitReason("Completed", "Failed")).contains("is full: enlarge its volume");
            assertThat(backup.awaitEvent("Failed")).contains("is full");
            assertThat(service.awaitReason("BackupHealthy", "False", "BackupFailed"))
                    .contains("is full: enlarge its volume, or delete backups")
                    .contains("claim \"vulnerable-backup\"", "spec.backup.storage.size, now 256Mi");
            service.assertDescribed("BackupFailed", "is full", "spec.backup.storage.size");
            assertThat(volume.files()).noneMatch(name -> name.endsWith(".partial"));
            assertServes();
        } finally {
            volume.free();
        }

        assertNextBackupSucceeds("with-room");
    }

    @Test
    void aReadOnlyVolumeFailsTheBackupAndThoseThatAreThereCanStillBeRestored() {
        OperationHandle before =
                OperationHandle.backup(service, "before-the-fault").awaitSuccess();
        volume.breakFileSystem();

        OperationHandle backup = OperationHandle.backup(service, "read-only");

        assertThat(backup.awaitEnd()).isEqualTo("Failed");
        assertThat(backup.awaitEvent("Failed")).contains("read-only");
        assertThat(service.awaitReason("BackupHealthy", "False", "BackupFailed"))
                .contains("volume is read-only: find out in the log of its node why")
                .contains(String.valueOf(before.status("backupId").orElseThrow()));
        service.assertDescribed("BackupFailed", "read-only", "vulnerable-backup");
        assertServes();
        assertThat(OperationHandle.restore(service, "look", "source: {backupName: before-the-fault}", "dryRun: true")
                        .awaitSuccess()
                        .count("removed"))
                .as("memories that came after the backup")
                .isPositive();
        assertThat(OperationHandle.restore(service, "unsaved", "source: {backupName: before-the-fault}")
                        .awaitReason("Completed", "Failed"))
                .contains("nothing was changed", "The safety backup failed", "read-only");
        stores.assertNothingLost(client);

        service.suspend();
        volume.repairFileSystem();
        service.resume();

        assertNextBackupSucceeds("writable-again");
    }

    @Test
    void aJobThatIsKilledIsRunAgainAndEveryBackupIsWhole() {
        Pod server = service.pods().getFirst();
        volume.slowDown(server);
        ScheduledJob job;
        try {
            job = ScheduledJob.start(service, "killed");
            Awaitility.await("the server to be at work for the Job")
                    .atMost(PATIENCE)
                    .until(() -> backups().stream().anyMatch(FaultsOfBackupsTest::isRunningForTheSchedule));
            node.killContainer(job.pods().getFirst());
            Awaitility.await("the end of the Job's Pod").atMost(PATIENCE).until(() -> job.pods().stream()
                    .anyMatch(pod -> "Failed".equals(pod.getStatus().getPhase())));
        } finally {
            volume.speedUp(server);
        }

        job.awaitSuccess();

        assertThat(job.pods()).hasSizeGreaterThan(1);
        List<JsonNode> ofTheSchedule = backups().stream()
                .filter(backup -> "schedule".equals(backup.path("trigger").asText()))
                .toList();
        assertThat(ofTheSchedule)
                .as("what the server was at work on when the Job was killed, and what the next Pod asked for")
                .hasSize(2)
                .allMatch(backup -> "Succeeded".equals(backup.path("state").asText()));
        // The newest one was proven by the Job.
        awaitProof(ofTheSchedule.getLast().path("id").asText());
        assertThat(volume.files()).noneMatch(name -> name.endsWith(".partial"));
        service.awaitReason("BackupHealthy", "True", "Verified");
        assertServes();
    }

    @Test
    void aServerThatIsKilledInTheMiddleLeavesNothingAndTheBackupIsMadeAgain() {
        Pod server = service.pods().getFirst();
        volume.slowDown(server);
        OperationHandle backup = OperationHandle.backup(service, "interrupted");
        backup.awaitReason("Completed", "Running");
        String first = String.valueOf(backup.status("backupId").orElseThrow());

        node.killContainer(server);

        backup.awaitSuccess();
        assertThat(backup.status("backupId")).as("another attempt").isNotEqualTo(Optional.of(first));
        JsonNode unfinished = client.get("/api/admin/backups/" + first).json();
        assertThat(unfinished.path("state").asText()).isEqualTo("Failed");
        assertThat(unfinished.path("message").asText())
                .isEqualTo("Interrupted by the end of the server: nothing was kept of it");
        assertThat(volume.files()).doesNotContain(first + ".memorybackup").noneMatch(name -> name.endsWith(".partial"));
        service.awaitReason("BackupHealthy", "True", "Verified");
        assertServes();
    }

    @Test
    void aDamagedBackupIsRefusedByNameAndNothingIsChanged() {
        OperationHandle altered = OperationHandle.backup(service, "altered").awaitSuccess();
        String alteredId = String.valueOf(altered.status("backupId").orElseThrow());
        OperationHandle truncated = OperationHandle.backup(service, "truncated").awaitSuccess();
        String truncatedId = String.valueOf(truncated.status("backupId").orElseThrow());

        volume.damage(alteredId + ".memorybackup");
        volume.truncate(truncatedId + ".memorybackup");

        assertThat(client.post("/api/admin/backups/" + truncatedId + "/verify", "{}")
                        .status())
                .isEqualTo(202);
        for (String name : List.of("altered", "truncated")) {
            OperationHandle restore = OperationHandle.restore(
                    service, "of-" + name, "source: {backupName: %s}".formatted(name), "safetyBackup: false");
            assertThat(restore.awaitReason("Completed", "Failed"))
                    .contains("nothing was changed", "of the backup cannot be right");
            assertThat(restore.awaitEvent("Failed")).contains("cannot be right");
        }
        stores.assertNothingLost(client);
        assertThat(service.awaitReason("BackupHealthy", "False", "VerificationFailed"))
                .contains(truncatedId, "cut off", "make a MemoryBackup");
        assertThat(truncated.awaitReason("Verified", "VerificationFailed")).contains("cut off");
        service.assertDescribed("VerificationFailed", truncatedId, "cut off");

        assertNextBackupSucceeds("undamaged");
    }

    private void assertServes() {
        service.awaitVerified();
        stores.awaitMore(5);
        // Reads first: they are tried again, and find the way to a server that was started anew.
        stores.assertNothingLost(client);
        assertThat(client.search("bulky", 1).status()).isEqualTo(200);
    }

    private void assertNextBackupSucceeds(String name) {
        OperationHandle backup = OperationHandle.backup(service, name).awaitSuccess();
        String id = String.valueOf(backup.status("backupId").orElseThrow());
        Awaitility.await("health with the backup " + id).atMost(PATIENCE).until(() -> service.awaitReason(
                        "BackupHealthy", "True", "Verified")
                .contains(id));
        assertServes();
    }

    private void awaitProof(String id) {
        Awaitility.await("the proof of " + id + " to begin")
                .atMost(PATIENCE)
                .until(() -> client.post("/api/admin/backups/" + id + "/verify", "{}")
                                .status()
                        == 202);
        assertThat(Awaitility.await("the proof of " + id)
                        .atMost(PATIENCE)
                        .until(
                                () -> client.get("/api/admin/backups/" + id)
                                        .json()
                                        .at("/verification/state")
                                        .asText(),
                                state -> !"Running".equals(state)))
                .isEqualTo("Succeeded");
    }

    private List<JsonNode> backups() {
        return StreamSupport.stream(
                        client.get("/api/admin/backups").json().path("backups").spliterator(), false)
                .toList();
    }

    private static boolean isRunningForTheSchedule(JsonNode backup) {
        return "schedule".equals(backup.path("trigger").asText())
                && "Running".equals(backup.path("state").asText());
    }
}
