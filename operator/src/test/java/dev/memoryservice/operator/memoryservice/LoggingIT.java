package dev.memoryservice.operator.memoryservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log of a server says, as its resource declares it. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class LoggingIT {

    @Inject
    KubernetesClient client;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    void otherLevelsReachTheServerWithoutANewPod() {
        cluster.apply("team", "{}");
        var before = cluster.await(Deployment.class, "team").getSpec().getTemplate();
        cluster.reportPod("team", "phase: Running");
        String told = toldSecrets(
                cluster.await(Pod.class, "team-pod", pod -> !toldSecrets(pod).isEmpty()));
        assertThat(cluster.find(ConfigMap.class, "team-logging")).isEmpty();

        cluster.apply("team", "logging: {level: WARN, categories: {dev.memoryservice.server.search: DEBUG}}");

        assertThat(cluster.await(ConfigMap.class, "team-logging").getData())
                .containsEntry("levels", "root=WARN\ndev.memoryservice.server.search=DEBUG\n");
        // The kubelet looks at once.
        cluster.await(Pod.class, "team-pod", pod -> !toldSecrets(pod).equals(told));
        assertThat(cluster.await(Deployment.class, "team").getSpec().getTemplate())
                .isEqualTo(before);

        cluster.apply("team", "{}");
        cluster.awaitAbsent(ConfigMap.class, "team-logging");
    }

    private static String toldSecrets(Pod pod) {
        return pod.getMetadata().getAnnotations() == null
                ? ""
                : pod.getMetadata().getAnnotations().getOrDefault(MountedSecrets.ANNOTATION, "");
    }

    @Test
    void anotherFormIsASettingOfThePod() {
        cluster.apply("team", "logging: {format: JSON}");

        assertThat(cluster.await(Deployment.class, "team")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv())
                .contains(new EnvVar("MEMORY_SERVICE_LOG_JSON", "true", null));
        assertThat(cluster.find(ConfigMap.class, "team-logging")).isEmpty();
    }
}
