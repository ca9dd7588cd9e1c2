package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.FaultyVolume;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A full volume that is to grow by itself. The local cluster has no storage that can grow volumes, so the test does what the
 * driver of such a storage does: it enlarges a real file system, while the server is stopped, and reports that.
 */
class VolumeGrowthTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @Test
    void aFullVolumeGrowsAndStoresGoOn() {
        try (FaultyVolume volume =
                FaultyVolume.on(ClusterUnderTest.requireNode(), 96).withExpansion()) {
            MemoryServiceHandle service = MemoryServiceHandle.apply(
                            NAMESPACE.name(), "growing", """
                              deletionPolicy: Delete
                              backend:
                                sqlite:
                                  storage:
                                    size: 96Mi
                                    storageClassName: %s
                                    autoGrow: {maxSize: 256Mi, step: 160Mi}\
                            """.formatted(volume.storageClass()))
                    .awaitVerified();
            service.awaitReason("VolumeExpandable", "True", "Watched");
            try (var client = service.connect()) {
                assertThat(client.store("The first fact, from when there was room")
                                .status())
                        .isEqualTo(200);
            }
            volume.fill();
            Awaitility.await("the operator asks for a larger volume")
                    .atMost(PATIENCE)
                    .until(() -> requested(service).equals(new Quantity("256Mi")));
            assertThat(service.awaitEvent("VolumeGrows")).contains("from 96Mi to 256Mi");
            service.awaitReason("VolumeExpandable", "True", "Growing");

            service.suspend();
            volume.grow(NAMESPACE.name(), "growing-data", 256);
            service.resume();

            try (var client = service.connect()) {
                assertThat(client.store("A fact from after the growth").status())
                        .isEqualTo(200);
                assertThat(client.search("what is from when there was room?", 2).text())
                        .contains("The first fact");
            }
            service.awaitReason("VolumeExpandable", "True", "Watched");
            service.awaitVerified();
            service.delete();
        }
    }

    private static Quantity requested(MemoryServiceHandle service) {
        return ClusterUnderTest.client()
                .persistentVolumeClaims()
                .inNamespace(service.namespace())
                .withName(service.name() + "-data")
                .get()
                .getSpec()
                .getResources()
                .getRequests()
                .get("storage");
    }
}
