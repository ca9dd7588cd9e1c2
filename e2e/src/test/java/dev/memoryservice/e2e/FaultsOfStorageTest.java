package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.FaultyVolume;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.AcknowledgedStores;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceClient.Answer;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The volume with the memories fails in each way that volumes do: nothing that was acknowledged is lost, searches are
 * answered as long as they can be, and {@code kubectl describe} says what is wrong and what to do.
 */
class FaultsOfStorageTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MEBIBYTES = 80;

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static FaultyVolume volume;
    private static MemoryServiceHandle service;

    private MemoryServiceClient client;
    private AcknowledgedStores stores;

    @BeforeAll
    static void start() {
        volume = FaultyVolume.on(ClusterUnderTest.requireNode(), MEBIBYTES);
        service = MemoryServiceHandle.apply(NAMESPACE.name(), "faulty", """
                          deletionPolicy: Delete
                          backend: {type: SQLite, sqlite: {storage: {size: 64Mi, storageClassName: %s}}}
                          podTemplate: {env: [{name: MEMORY_SERVICE_SQLITE_INTEGRITY_CHECK_EVERY, value: 2s}]}
                        """.formatted(volume.storageClass()))
                .awaitVerified();
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
        stores.awaitMore(20);
    }

    @AfterEach
    void disconnect() {
        stores.close();
        client.close();
    }

    @Test
    void aFullVolumeRefusesStoresAnswersSearchesAndGoesOnWhenThereIsRoom() {
        volume.fill();

        String refusal = awaitRefusal(text -> text.startsWith("503") && text.contains("is full"));
        assertThat(refusal).contains("free space on its volume or enlarge it");
        assertThat(service.awaitReason("Verified", "False", "StorageFull")).contains("is full", "searches go on");
        assertThat(client.search("fact", 1).status()).isEqualTo(200);
        assertThat(service.condition("Available").orElseThrow()).containsEntry("status", "True");
        service.assertDescribed("StorageFull", "is full", "spec.backend.sqlite.storage.size");

        volume.free();

        assertRecovered();
    }

    @Test
    void aSlowVolumeIsSaidToBeSlow() {
        Pod pod = service.pods().getFirst();
        volume.slowDown(pod);
        try {
            assertThat(service.awaitReason("Verified", "False", "StorageSlow")).contains("slow or stuck");
            assertThat(client.search("fact", 1).status()).isEqualTo(200);
            service.assertDescribed("StorageSlow", "its volume is slow or stuck", "a faster storage class");
        } finally {
            volume.speedUp(pod);
        }

        assertRecovered();
    }

    @Test
    void aVolumeThatBecameReadOnlyIsSaidToBeSoAndCanBeRepaired() {
        volume.breakFileSystem();

        awaitRefusal(text -> text.startsWith("503") && text.contains("read-only"));
        assertThat(service.awaitReason("Verified", "False", "StorageReadOnly")).contains("volume is read-only");
        assertThat(client.search("fact", 1).status()).isEqualTo(200);
        service.assertDescribed("StorageReadOnly", "its file or volume is read-only", "spec.suspend: true");

        // A server that starts meanwhile says so as well.
        service.suspend();
        service.patch("{\"spec\":{\"suspend\":false}}");
        assertThat(service.awaitReason("Available", "False", "CrashLoopBackOff"))
                .contains("its file or volume is read-only");
        service.assertDescribed("CrashLoopBackOff", "its file or volume is read-only");

        service.suspend();
        volume.repairFileSystem();
        service.resume();

        assertRecovered();
    }

    @Test
    void damageIsFoundNothingIsWrittenUponItAndTheDatabaseCanBeSetAside() {
        // A database that was closed is in its file as a whole, and not in part in the log beside it.
        stores.close();
        service.suspend();
        service.resume();
        stores.assertNothingLost(client);

        volume.damage("memory.db");

        assertThat(service.awaitReason("Verified", "False", "StorageDamaged"))
                .contains("is damaged: restore a backup", "nothing is written any more");
        Answer refused = client.store("This would spread the damage");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("is damaged: restore a backup");
        service.assertDescribed("StorageDamaged", "is damaged: restore a backup", "docs/faults.md");

        service.suspend();
        service.patch("""
                {"spec": {"podTemplate": {"env": [
                  {"name": "MEMORY_SERVICE_SQLITE_INTEGRITY_CHECK_EVERY", "value": "2s"},
                  {"name": "MEMORY_SERVICE_SQLITE_SET_ASIDE", "value": "damaged-1"}]}}}
                """);
        service.resume();

        assertThat(client.total()).isZero();
        assertThat(client.store("The first of the new database").status()).isEqualTo(200);
        assertThat(ClusterUnderTest.requireNode().shell("ls " + volume.path())).contains("memory.db.damaged-1");
    }

    private String awaitRefusal(Predicate<String> wanted) {
        return Awaitility.await("a refusal")
                .atMost(PATIENCE)
                .until(() -> stores.refusals().stream().filter(wanted).findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    private void assertRecovered() {
        service.awaitVerified();
        stores.awaitMore(5);
        stores.assertNothingLost(client);
    }
}
