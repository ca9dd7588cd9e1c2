package dev.memoryservice.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator makes of what Kubernetes reports about Pods and volumes. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class AvailabilityIT {

    @Inject
    KubernetesClient client;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
        cluster.apply("team", "{}");
        cluster.await(Deployment.class, "team");
    }

    @Test
    void aReadyPodMakesItAvailable() {
        cluster.awaitReason("team", "Available", "Starting");

        cluster.reportReady("team");

        cluster.awaitReason("team", "Available", "PodReady");
        cluster.awaitReason("team", "Progressing", "Complete");
        assertThat(cluster.get("team").reported().replicas()).isEqualTo(1);
    }

    @Test
    void aServerThatDoesNotAnswerIsNotVerified() {
        cluster.reportReady("team");

        assertThat(cluster.awaitReason("team", "Verified", "Unreachable").getStatus())
                .isEqualTo("False");
    }

    @Test
    void anImageThatCannotBePulledIsNamed() {
        cluster.reportPod("team", """
                phase: Pending
                containerStatuses:
                  - name: server
                    image: memory-service:0.1.0
                    imageID: ""
                    ready: false
                    restartCount: 0
                    state: {waiting: {reason: ImagePullBackOff, message: not found}}
                """);

        assertThat(cluster.awaitReason("team", "Available", "ImagePullFailed").getMessage())
                .startsWith("the image \"memory-service:0.1.0\" cannot be pulled (ImagePullBackOff: not found)");
        cluster.awaitReason("team", "Progressing", "Blocked");
    }

    @Test
    void aVolumeThatIsNotBoundIsExplainedWithTheProvisionersWords() {
        var claim = reportVolume("Pending");
        client.resource(new EventBuilder()
                        .withNewMetadata()
                        .withName("provisioning")
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .withType("Warning")
                        .withReason("ProvisioningFailed")
                        .withMessage("storageclass.storage.k8s.io \"fast\" not found")
                        .withNewInvolvedObject()
                        .withKind("PersistentVolumeClaim")
                        .withNamespace(cluster.namespace())
                        .withName("team-data")
                        .withUid(claim.getMetadata().getUid())
                        .endInvolvedObject()
                        .withLastTimestamp("2026-11-21T00:00:00Z")
                        .build())
                .create();
        cluster.reportPod("team", """
                phase: Pending
                conditions:
                  - {type: PodScheduled, status: "False", reason: Unschedulable, message: unbound claims}
                """);

        assertThat(cluster.awaitReason("team", "Available", "VolumeNotBound").getMessage())
                .contains("storageclass.storage.k8s.io \"fast\" not found");
    }

    @Test
    void aPodThatFitsNoNodeIsSaidWithTheSchedulersWords() {
        reportVolume("Bound");
        cluster.reportPod("team", """
                phase: Pending
                conditions:
                  - {type: PodScheduled, status: "False", reason: Unschedulable, message: "0/3 nodes: Insufficient memory"}
                """);

        assertThat(cluster.awaitReason("team", "Available", "Unschedulable").getMessage())
                .isEqualTo("no node can run the Pod: 0/3 nodes: Insufficient memory; see spec.resources and"
                        + " spec.podTemplate");
        cluster.awaitReason("team", "Progressing", "Blocked");
    }

    @Test
    void aContainerThatCannotBeCreatedIsSaidWithTheKubeletsWords() {
        cluster.reportPod("team", """
                phase: Pending
                containerStatuses:
                  - name: server
                    image: memory-service:0.1.0
                    imageID: ""
                    ready: false
                    restartCount: 0
                    state: {waiting: {reason: CreateContainerConfigError, message: configmap "settings" not found}}
                """);

        assertThat(cluster.awaitReason("team", "Available", "ContainerNotCreated")
                        .getMessage())
                .contains("configmap \"settings\" not found");
    }

    private PersistentVolumeClaim reportVolume(String phase) {
        cluster.await(PersistentVolumeClaim.class, "team-data");
        return client.persistentVolumeClaims()
                .inNamespace(cluster.namespace())
                .withName("team-data")
                .editStatus(claim -> {
                    claim.getStatus().setPhase(phase);
                    return claim;
                });
    }
}
