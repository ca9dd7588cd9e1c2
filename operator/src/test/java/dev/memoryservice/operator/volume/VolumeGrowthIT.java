package dev.memoryservice.operator.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.operator.testing.BackedUpService;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.TestMemoryServer;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A volume that grows by itself; what a storage would do is reported in its place. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class VolumeGrowthIT {

    private static final long GIBIBYTE = 1024L * 1024 * 1024;
    private static final String CONDITION = "VolumeExpandable";
    private static final String CLAIM = "team-data";

    @Inject
    KubernetesClient client;

    @Test
    void itGrowsStepByStepAlsoWhenItIsFullAndNeverAboveItsLargestSize() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "volume-growth");
        String storageClass = storageClass("growing-by-itself", true);
        String spec =
                "backend: {sqlite: {storage: {size: 1Gi, storageClassName: %s, autoGrow: {maxSize: 2Gi, step: 600Mi}}}}"
                        .formatted(storageClass);
        try (BackedUpService service = BackedUpService.start(cluster, "team", "127.77.0.9", spec, 42)) {
            TestMemoryServer server = service.server();
            server.withVolume(GIBIBYTE, 79);
            resized(cluster, "1Gi");
            assertThat(cluster.awaitReason("team", CONDITION, "Watched").getMessage())
                    .isEqualTo("the volume \"team-data\" grows when it is more than 80 % full, up to 2Gi");
            assertThat(requested(cluster)).isEqualTo(new Quantity("1Gi"));

            server.withVolume(GIBIBYTE, 80);
            awaitRequested(cluster, "1624Mi");
            cluster.awaitReason("team", CONDITION, "Growing");
            assertThat(event(cluster, "VolumeGrows"))
                    .isEqualTo("the volume \"team-data\" grows from 1Gi to 1624Mi, because 80 % of it were used");
            cluster.awaitNoWrites();
            assertThat(requested(cluster))
                    .as("not again, before it has that size")
                    .isEqualTo(new Quantity("1624Mi"));

            resized(cluster, "1624Mi");
            server.withVolume(1624 * GIBIBYTE / 1024, 60);
            cluster.awaitReason("team", CONDITION, "Watched");

            server.withStorageProblem("full", "The database /data/memory.db is full")
                    .withVolume(1624 * GIBIBYTE / 1024, 99);
            awaitRequested(cluster, "2Gi");
            resized(cluster, "2Gi");
            server.withVolume(2 * GIBIBYTE, 81);
            assertThat(cluster.awaitReason("team", CONDITION, "MaximumReached").getMessage())
                    .contains("its largest size, 2Gi", "raise storage.autoGrow.maxSize");
            cluster.awaitNoWrites();
            assertThat(requested(cluster)).isEqualTo(new Quantity("2Gi"));

            // What it has grown to is no mistake of the spec, and whoever takes autoGrow away is told the size.
            cluster.awaitReason("team", "Accepted", "Valid");
            cluster.apply(
                    "team", "backend: {sqlite: {storage: {size: 1Gi, storageClassName: %s}}}".formatted(storageClass));
            assertThat(cluster.awaitReason("team", "Accepted", "VolumeCannotShrink")
                            .getMessage())
                    .contains("ask for at least 2Gi");
        }
    }

    @Test
    void whereTheStorageDoesNotAllowItTheServerGoesOnAndTheConditionSaysSo() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "volume-refusal");
        String spec = "backend: {sqlite: {storage: {size: 1Gi, storageClassName: %s, autoGrow: {maxSize: 2Gi}}}}"
                .formatted(storageClass("rigid", false));
        try (BackedUpService service = BackedUpService.start(cluster, "team", "127.77.0.10", spec, 42)) {
            service.server().withVolume(GIBIBYTE, 95);
            resized(cluster, "1Gi");

            assertThat(cluster.awaitReason("team", CONDITION, "GrowthRefused").getMessage())
                    .contains("only dynamically provisioned pvc can be resized", "allowVolumeExpansion");
            cluster.awaitReason("team", "Accepted", "Valid");
            cluster.awaitReason("team", "Verified", "HandshakeCompleted");
            cluster.awaitNoWrites();
            assertThat(requested(cluster)).isEqualTo(new Quantity("1Gi"));
        }
    }

    @Test
    void whatTheStorageCannotDoIsToldInItsWords() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "volume-trouble");
        String spec = "backend: {sqlite: {storage: {size: 1Gi, storageClassName: %s, autoGrow: {maxSize: 2Gi}}}}"
                .formatted(storageClass("tired", true));
        try (BackedUpService service = BackedUpService.start(cluster, "team", "127.77.0.11", spec, 42)) {
            service.server().withVolume(1000 * GIBIBYTE, 95);
            resized(cluster, "1Gi");
            assertThat(cluster.awaitReason("team", CONDITION, "VolumeNotBounded")
                            .getMessage())
                    .contains("remove storage.autoGrow");

            service.server().withVolume(GIBIBYTE, 95);
            awaitRequested(cluster, "1229Mi");
            client.persistentVolumeClaims()
                    .inNamespace(cluster.namespace())
                    .withName(CLAIM)
                    .editStatus(claim -> {
                        claim.getStatus()
                                .setConditions(List.of(new PersistentVolumeClaimConditionBuilder()
                                        .withType("ControllerResizeError")
                                        .withStatus("True")
                                        .withMessage("the pool has no room left")
                                        .build()));
                        return claim;
                    });
            assertThat(cluster.awaitReason("team", CONDITION, "GrowthFailed").getMessage())
                    .contains("the pool has no room left");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {maxSize: 512Mi}                        | autoGrow.maxSize is below size
                    {maxSize: 2Gi, step: 1Mi}               | step is below 64Mi
                    {maxSize: 2Gi, thresholdPercent: 99}    | should be less than or equal to 90
                    {maxSize: 2Gi, thresholdPercent: 10}    | should be greater than or equal to 50
                    {step: 1Gi}                             | maxSize: Required value
                    """)
    void whatCannotWorkIsRefused(String autoGrow, String words) {
        TestCluster cluster = TestCluster.inNamespace(client, "volume-growth");

        assertThatThrownBy(() -> cluster.create(
                        "refused", "backend: {sqlite: {storage: {size: 1Gi, autoGrow: %s}}}".formatted(autoGrow)))
                .hasMessageContaining(words);
    }

    private String storageClass(String name, boolean growing) {
        client.resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withProvisioner("example.com/volumes")
                        .withAllowVolumeExpansion(growing)
                        .build())
                .serverSideApply();
        return name;
    }

    /** What the storage reports when the volume has this size. */
    private void resized(TestCluster cluster, String capacity) {
        client.persistentVolumeClaims()
                .inNamespace(cluster.namespace())
                .withName(CLAIM)
                .editStatus(claim -> {
                    claim.getStatus().setPhase("Bound");
                    claim.getStatus().setCapacity(Map.of("storage", new Quantity(capacity)));
                    return claim;
                });
    }

    private static void awaitRequested(TestCluster cluster, String size) {
        cluster.await(
                PersistentVolumeClaim.class, CLAIM, claim -> requested(claim).equals(new Quantity(size)));
    }

    private static Quantity requested(TestCluster cluster) {
        return requested(cluster.await(PersistentVolumeClaim.class, CLAIM));
    }

    private static Quantity requested(PersistentVolumeClaim claim) {
        return claim.getSpec().getResources().getRequests().get("storage");
    }

    private String event(TestCluster cluster, String reason) {
        return Waiting.await("Event " + reason)
                .until(
                        () -> client.v1().events().inNamespace(cluster.namespace()).list().getItems().stream()
                                .filter(event -> reason.equals(event.getReason()))
                                .map(io.fabric8.kubernetes.api.model.Event::getMessage)
                                .toList(),
                        messages -> !messages.isEmpty())
                .getFirst();
    }
}
