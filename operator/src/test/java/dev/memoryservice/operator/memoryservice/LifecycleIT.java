package dev.memoryservice.operator.memoryservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.workload.DeletionPolicy;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class LifecycleIT {

    @Inject
    KubernetesClient client;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    void suspendStopsTheServerAndResumeStartsItWithTheSameKey() {
        cluster.apply("team", "{}");
        String key = TestCluster.decode(cluster.await(Secret.class, "team-api-keys"), "default");

        cluster.apply("team", "suspend: true");
        cluster.awaitReason("team", "Available", "Suspended");
        assertThat(cluster.awaitReason("team", "Progressing", "Suspended").getStatus())
                .isEqualTo("False");
        cluster.await(
                Deployment.class, "team", deployment -> deployment.getSpec().getReplicas() == 0);

        cluster.apply("team", "suspend: false");
        cluster.await(
                Deployment.class, "team", deployment -> deployment.getSpec().getReplicas() == 1);
        assertThat(TestCluster.decode(cluster.await(Secret.class, "team-api-keys"), "default"))
                .isEqualTo(key);
    }

    @Test
    void zeroReplicasStopTheServerThroughTheScaleSubresource() {
        cluster.apply("team", "replicas: 1");
        cluster.await(Deployment.class, "team");

        client.resources(MemoryService.class)
                .inNamespace(cluster.namespace())
                .withName("team")
                .scale(0);

        cluster.awaitReason("team", "Available", "ScaledToZero");
    }

    @Test
    void byDefaultAMemoryServiceIsDeletedAtOnceAndItsVolumeStays() {
        cluster.apply("team", "{}");
        cluster.await(PersistentVolumeClaim.class, "team-data");
        assertThat(cluster.get("team").getMetadata().getFinalizers()).isEmpty();

        cluster.delete("team");

        cluster.awaitAbsent(MemoryService.class, "team");
        assertThat(cluster.await(PersistentVolumeClaim.class, "team-data")
                        .getMetadata()
                        .getDeletionTimestamp())
                .isNull();
    }

    @Test
    void aNewMemoryServiceOfTheSameNameFindsTheVolumeAgain() {
        cluster.apply("team", "{}");
        String volume = cluster.await(PersistentVolumeClaim.class, "team-data")
                .getMetadata()
                .getUid();
        cluster.delete("team");
        cluster.awaitAbsent(MemoryService.class, "team");
        // What the garbage collector does, which the API server of the tests has not.
        client.apps().deployments().inNamespace(cluster.namespace()).delete();
        client.services().inNamespace(cluster.namespace()).delete();

        cluster.apply("team", "{}");

        cluster.awaitReason("team", "Accepted", "Valid");
        assertThat(cluster.await(PersistentVolumeClaim.class, "team-data")
                        .getMetadata()
                        .getUid())
                .isEqualTo(volume);
    }

    @Test
    void thePolicyDeleteDeletesTheVolume() {
        cluster.apply("team", "deletionPolicy: Delete");
        cluster.await(PersistentVolumeClaim.class, "team-data");
        cluster.await(MemoryService.class, "team", service -> service.getMetadata()
                .getFinalizers()
                .contains("memoryservice.dev/data-deletion"));
        assertThat(cluster.get("team").declared().deletionPolicy()).isEqualTo(DeletionPolicy.DELETE);

        cluster.delete("team");

        cluster.awaitAbsent(MemoryService.class, "team");
        assertThat(cluster.find(PersistentVolumeClaim.class, "team-data")
                        .filter(claim -> claim.getMetadata().getDeletionTimestamp() == null))
                .isEmpty();
    }

    @Test
    void thePolicyCountsAsItIsInTheMomentOfDeletion() {
        cluster.apply("team", "deletionPolicy: Delete");
        cluster.await(PersistentVolumeClaim.class, "team-data");
        cluster.await(MemoryService.class, "team", service -> !service.getMetadata()
                .getFinalizers()
                .isEmpty());

        cluster.apply("team", "deletionPolicy: Retain");
        cluster.delete("team");

        cluster.awaitAbsent(MemoryService.class, "team");
        assertThat(cluster.await(PersistentVolumeClaim.class, "team-data")
                        .getMetadata()
                        .getDeletionTimestamp())
                .isNull();
    }

    @Test
    void aMissingVolumeDoesNotBlockDeletion() {
        cluster.apply("team", "version: 9.9.9\ndeletionPolicy: Delete");
        cluster.await(MemoryService.class, "team", service -> !service.getMetadata()
                .getFinalizers()
                .isEmpty());

        cluster.delete("team");

        cluster.awaitAbsent(MemoryService.class, "team");
    }

    @Test
    void turningTheNetworkPolicyOffDeletesItAndNothingElse() {
        cluster.apply("team", "{}");
        cluster.await(NetworkPolicy.class, "team");
        String uid = cluster.await(Deployment.class, "team").getMetadata().getUid();

        cluster.apply("team", "network: {networkPolicy: {enabled: false}}");

        cluster.awaitAbsent(NetworkPolicy.class, "team");
        assertThat(cluster.await(Deployment.class, "team").getMetadata().getUid())
                .isEqualTo(uid);
    }

    @Test
    void switchingToKeysOfTheUserRemovesTheGeneratedOneAndNothingElse() {
        cluster.apply("team", "{}");
        cluster.await(Secret.class, "team-api-keys");
        String uid = cluster.await(Deployment.class, "team").getMetadata().getUid();
        cluster.createSecret("keys", Map.of("default", "mine"));

        cluster.apply("team", "auth: {apiKey: {secretRef: {name: keys}}}");

        cluster.awaitAbsent(Secret.class, "team-api-keys");
        assertThat(cluster.await(Deployment.class, "team").getMetadata().getUid())
                .isEqualTo(uid);
    }
}
