package dev.memoryservice.operator.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.crds.v1alpha1.MemoryRestore;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What outlives its resource: volumes, which are marked, and nothing else. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class KeptVolumesIT {

    private static final String EVERYTHING = """
            backup: {schedule: "0 3 * * *"}
            tls: {mode: SelfSigned}
            auth: {modes: [APIKey, OAuth]}
            disruption: {allowed: false}
            logging: {level: DEBUG}
            monitoring: {serviceMonitor: {enabled: true}, dashboard: {enabled: true}}
            """;

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            Secret.class,
            ConfigMap.class,
            Service.class,
            ServiceAccount.class,
            Deployment.class,
            CronJob.class,
            NetworkPolicy.class,
            PodDisruptionBudget.class,
            PersistentVolumeClaim.class,
            MemoryBackup.class,
            MemoryRestore.class);

    @Inject
    KubernetesClient client;

    @Inject
    MeterRegistry registry;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    /** Kubernetes deletes what is owned by itself, whether there is an operator or not. */
    @Test
    void everythingButTheVolumesIsOwnedByItsMemoryService() {
        String uid = cluster.apply("team", EVERYTHING).getMetadata().getUid();
        cluster.await(Deployment.class, "team");
        cluster.awaitNoWrites();

        List<HasMetadata> made = made();

        assertThat(made)
                .extracting(HasMetadata::getKind)
                .contains(
                        "Secret",
                        "ConfigMap",
                        "Service",
                        "ServiceAccount",
                        "Deployment",
                        "CronJob",
                        "NetworkPolicy",
                        "PodDisruptionBudget");
        assertThat(made.stream().filter(object -> object.getMetadata().getOwnerReferences().stream()
                        .noneMatch(owner -> owner.getUid().equals(uid))))
                .extracting(
                        object -> object.getKind() + " " + object.getMetadata().getName())
                .containsExactlyInAnyOrder("PersistentVolumeClaim team-data", "PersistentVolumeClaim team-backup");
    }

    @Test
    void whatASpecAsksForNoLongerIsRemoved() {
        cluster.apply("team", EVERYTHING);
        cluster.await(Deployment.class, "team");
        cluster.awaitNoWrites();

        cluster.apply("team", "{}");

        for (Class<? extends HasMetadata> kind :
                List.<Class<? extends HasMetadata>>of(CronJob.class, PodDisruptionBudget.class, ConfigMap.class)) {
            Waiting.await("no " + kind.getSimpleName() + " is left")
                    .until(() -> made(kind).toList().isEmpty());
        }
        for (String secret : List.of("team-tls", "team-ca", "team-oauth-keys")) {
            cluster.awaitAbsent(Secret.class, secret);
        }
        cluster.awaitAbsent(NetworkPolicy.class, "team-backup");
    }

    @Test
    void theVolumesOfAServiceThatIsGoneAreMarkedUntilOneUsesThemAgain() {
        cluster.apply("team", "backup: {}");
        cluster.apply("other", "{}");
        cluster.await(Deployment.class, "team");
        cluster.await(Deployment.class, "other");
        // Volumes of tests before are still being marked.
        cluster.awaitNoWrites();
        double before = marked();

        cluster.delete("team");

        for (String volume : List.of("team-data", "team-backup")) {
            cluster.await(PersistentVolumeClaim.class, volume, KeptVolumesIT::isMarked);
            assertThat(event(volume))
                    .contains(
                            "MemoryService is gone",
                            "kubectl delete pvc " + volume + " --namespace " + cluster.namespace());
        }
        assertThat(cluster.await(PersistentVolumeClaim.class, "other-data")).matches(claim -> !isMarked(claim));
        Waiting.await("both are counted").until(() -> marked() == before + 2);

        // What the service owned would be deleted by Kubernetes, of which the API server of the tests has no
        // controller.
        client.apps()
                .deployments()
                .inNamespace(cluster.namespace())
                .withName("team")
                .delete();
        cluster.apply("team", "backup: {}");

        for (String volume : List.of("team-data", "team-backup")) {
            cluster.await(PersistentVolumeClaim.class, volume, claim -> !isMarked(claim));
        }
        Waiting.await("none of them is counted").until(() -> marked() == before);
    }

    @Test
    void theVolumeOfBackupsIsMarkedWhileNoneAreAskedFor() {
        cluster.apply("team", "backup: {}");
        cluster.await(PersistentVolumeClaim.class, "team-backup");

        cluster.apply("team", "{}");

        cluster.await(PersistentVolumeClaim.class, "team-backup", KeptVolumesIT::isMarked);
        assertThat(event("team-backup")).contains("spec.backup");
        assertThat(cluster.await(PersistentVolumeClaim.class, "team-data")).matches(claim -> !isMarked(claim));
        cluster.awaitNoWrites();

        cluster.apply("team", "backup: {}");
        cluster.await(PersistentVolumeClaim.class, "team-backup", claim -> !isMarked(claim));
        cluster.awaitNoWrites();
    }

    private double marked() {
        return registry.get("memory.service.operator.volumes.unused").gauge().value();
    }

    private static boolean isMarked(PersistentVolumeClaim claim) {
        return "true".equals(claim.getMetadata().getLabels().get("memoryservice.dev/unused"));
    }

    private String event(String volume) {
        return Waiting.await("Event of " + volume)
                .until(
                        () -> client.v1().events().inNamespace(cluster.namespace()).list().getItems().stream()
                                .filter(event ->
                                        volume.equals(event.getInvolvedObject().getName()))
                                .filter(event -> "PersistentVolumeClaim"
                                        .equals(event.getInvolvedObject().getKind()))
                                .map(io.fabric8.kubernetes.api.model.Event::getMessage)
                                .toList(),
                        messages -> !messages.isEmpty())
                .getFirst();
    }

    private List<HasMetadata> made() {
        return KINDS.stream().<HasMetadata>flatMap(this::made).toList();
    }

    private <T extends HasMetadata> Stream<T> made(Class<T> kind) {
        return cluster.list(kind).stream()
                .filter(object -> object.getMetadata().getLabels() != null)
                .filter(object -> "memory-service-operator"
                        .equals(object.getMetadata().getLabels().get("app.kubernetes.io/managed-by")));
    }
}
