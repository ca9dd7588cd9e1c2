package dev.memoryservice.operator.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done with a server day by day, by kubectl alone. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class MaintenanceIT {

    @Inject
    KubernetesClient client;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    void anAnnotationRestartsTheServerAndOthersDoNot() {
        cluster.apply("team", "{}");
        cluster.await(Deployment.class, "team");

        annotate("team", Requests.RESTART, "2026-11-21T12:00:00Z");
        cluster.await(
                Deployment.class, "team", deployment -> "2026-11-21T12:00:00Z".equals(annotationOfPod(deployment)));
        cluster.awaitNoWrites();
        String version = cluster.await(Deployment.class, "team").getMetadata().getResourceVersion();

        annotate("team", "example.com/note", "nothing to do with it");
        cluster.awaitNoWrites();

        assertThat(cluster.await(Deployment.class, "team").getMetadata().getResourceVersion())
                .isEqualTo(version);
    }

    @Test
    void whileItIsPausedNothingIsChangedAndTheStatusSaysSo() {
        cluster.apply("team", "{}");
        cluster.await(Deployment.class, "team");
        cluster.awaitNoWrites();

        annotate("team", Requests.PAUSED, "true");
        assertThat(cluster.awaitReason("team", "Progressing", "Paused").getMessage())
                .contains("memoryservice.dev/paused");
        client.services().inNamespace(cluster.namespace()).withName("team").delete();
        cluster.apply("team", "podTemplate: {labels: {team: a}}");
        cluster.awaitNoWrites();
        assertThat(cluster.find(Service.class, "team")).isEmpty();
        assertThat(cluster.await(Deployment.class, "team")
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels())
                .doesNotContainKey("team");

        annotate("team", Requests.PAUSED, null);
        cluster.await(Service.class, "team");
        cluster.await(Deployment.class, "team", deployment -> deployment
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels()
                .containsKey("team"));
    }

    @Test
    void drainsWaitOnlyWhereThatIsAskedFor() {
        cluster.apply("team", "{}");
        cluster.await(Deployment.class, "team");
        assertThat(cluster.find(PodDisruptionBudget.class, "team")).isEmpty();

        cluster.apply("team", "disruption: {allowed: false}");

        var budget = cluster.await(PodDisruptionBudget.class, "team").getSpec();
        assertThat(budget.getMaxUnavailable().getIntVal()).isZero();
        assertThat(budget.getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
        assertThat(budget.getSelector().getMatchLabels()).containsEntry("app.kubernetes.io/instance", "team");

        cluster.apply("team", "disruption: {allowed: true}");
        cluster.awaitAbsent(PodDisruptionBudget.class, "team");
    }

    @Test
    void theVolumeGrowsWithItsSizeWhereItsClassAllowsThat() {
        client.resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName("growing-" + cluster.namespace())
                        .endMetadata()
                        .withProvisioner("example.com/volumes")
                        .withAllowVolumeExpansion(true)
                        .build())
                .create();
        String growing =
                "backend: {sqlite: {storage: {size: %s, storageClassName: growing-" + cluster.namespace() + "}}}";
        cluster.apply("team", growing.formatted("1Gi"));
        cluster.await(PersistentVolumeClaim.class, "team-data");
        bind("team-data");

        cluster.apply("team", growing.formatted("2Gi"));

        cluster.await(PersistentVolumeClaim.class, "team-data", claim -> claim.getSpec()
                .getResources()
                .getRequests()
                .get("storage")
                .equals(new Quantity("2Gi")));
        cluster.awaitReason("team", "Accepted", "Valid");
    }

    @Test
    void whereTheClassDoesNotAllowItTheConditionSaysSo() {
        cluster.apply("team", "backend: {sqlite: {storage: {size: 1Gi}}}");
        cluster.await(PersistentVolumeClaim.class, "team-data");
        bind("team-data");

        cluster.apply("team", "backend: {sqlite: {storage: {size: 2Gi}}}");

        assertThat(cluster.awaitReason("team", "Accepted", "Forbidden").getMessage())
                .contains("only dynamically provisioned pvc can be resized");
        // It would be tried again and again, which other tests count as writes.
        cluster.delete("team");
    }

    /** What the volume controller reports; there is no class that could grow a volume here. */
    private void bind(String name) {
        client.persistentVolumeClaims()
                .inNamespace(cluster.namespace())
                .withName(name)
                .editStatus(claim -> {
                    claim.getStatus().setPhase("Bound");
                    claim.getStatus().setCapacity(Map.of("storage", new Quantity("1Gi")));
                    return claim;
                });
    }

    private void annotate(String name, String annotation, String value) {
        cluster.edit(MemoryService.class, name, service -> {
            Map<String, String> annotations = Optional.ofNullable(
                            service.getMetadata().getAnnotations())
                    .map(java.util.TreeMap::new)
                    .orElseGet(java.util.TreeMap::new);
            if (value == null) {
                annotations.remove(annotation);
            } else {
                annotations.put(annotation, value);
            }
            service.getMetadata().setAnnotations(annotations);
            return service;
        });
    }

    private static String annotationOfPod(Deployment deployment) {
        return Optional.ofNullable(
                        deployment.getSpec().getTemplate().getMetadata().getAnnotations())
                .orElse(Map.of())
                .getOrDefault(Requests.RESTART, "");
    }
}
