package dev.memoryservice.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What Prometheus and Grafana are told, by the real definitions of the Prometheus Operator. First there is none, then it
 * is installed.
 */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitoringIT {

    private static final String ALL = """
            monitoring:
              serviceMonitor: {enabled: true, interval: 15s, labels: {release: prometheus}}
              alerts: {enabled: true, labels: {role: alerts}}
              dashboard: {enabled: true, labels: {folder: agents}}
            """;

    @Inject
    KubernetesClient client;

    @Inject
    MeterRegistry registry;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    @Order(1)
    void withoutThePrometheusOperatorTheConditionSaysSoUntilItIsInstalled() {
        cluster.apply("team", ALL);

        assertThat(cluster.awaitReason("team", "MonitoringReady", "PrometheusOperatorMissing")
                        .getMessage())
                .contains("install the Prometheus Operator", "the token of the Secret \"team-metrics\"");
        cluster.awaitReason("team", "Accepted", "Valid");
        // What needs no kind of its own is there already.
        cluster.await(Secret.class, "team-metrics");
        cluster.await(ConfigMap.class, "team-dashboard");

        client.load(getClass().getResourceAsStream("/prometheus-operator/definitions.yaml"))
                .create();

        cluster.awaitReason("team", "MonitoringReady", "Told");
        cluster.await(ServiceMonitor.class, "team");
        cluster.await(PrometheusRule.class, "team");
    }

    @Test
    @Order(2)
    void prometheusIsToldWhereTheServerIsAndWhatToShowIt() {
        cluster.apply("team", ALL + "tls: {mode: SelfSigned}");

        ServiceMonitor monitor = cluster.await(
                ServiceMonitor.class,
                "team",
                // The authority is made meanwhile.
                found -> Serialization.asYaml(found.getSpec()).contains("name: \"team-ca\""));

        assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prometheus");
        assertThat(Serialization.asYaml(monitor.getSpec()))
                .contains("port: \"https\"", "interval: \"15s\"", "targetLabel: \"memory_service\"")
                .contains("serverName: \"team." + cluster.namespace() + ".svc\"")
                .contains("name: \"team-metrics\"");
        assertThat(TestCluster.decode(cluster.await(Secret.class, "team-metrics"), "token"))
                .hasSize(43)
                .isNotEqualTo(TestCluster.decode(cluster.await(Secret.class, "team-api-keys"), "default"));
        assertThat(cluster.await(PrometheusRule.class, "team").getMetadata().getLabels())
                .containsEntry("role", "alerts");
        assertThat(cluster.await(ConfigMap.class, "team-dashboard")
                        .getMetadata()
                        .getLabels())
                .containsEntry("grafana_dashboard", "1")
                .containsEntry("folder", "agents");
    }

    @Test
    @Order(2)
    void switchingItOnAndOffStartsNoNewPod() {
        cluster.apply("team", "{}");
        var before = cluster.await(Deployment.class, "team").getSpec().getTemplate();

        cluster.apply("team", ALL);
        cluster.await(ServiceMonitor.class, "team");
        cluster.await(PrometheusRule.class, "team");
        cluster.await(ConfigMap.class, "team-dashboard");
        cluster.awaitNoWrites();

        assertThat(cluster.await(Deployment.class, "team").getSpec().getTemplate())
                .isEqualTo(before);

        cluster.apply("team", "{}");

        cluster.awaitAbsent(ServiceMonitor.class, "team");
        cluster.awaitAbsent(PrometheusRule.class, "team");
        cluster.awaitAbsent(ConfigMap.class, "team-dashboard");
        cluster.awaitAbsent(Secret.class, "team-metrics");
        assertThat(cluster.condition("team", "MonitoringReady")).isEmpty();
    }

    @Test
    @Order(2)
    void aSuspendedServerHasNoAlerts() {
        cluster.apply("team", ALL);
        cluster.await(PrometheusRule.class, "team");

        cluster.apply("team", ALL + "suspend: true");

        cluster.awaitAbsent(PrometheusRule.class, "team");
        cluster.await(ServiceMonitor.class, "team");
    }

    @Test
    @Order(2)
    void aServerThatLetsEverybodyInNeedsNoToken() {
        cluster.apply("team", ALL + "auth: {modes: [None]}");

        assertThat(Serialization.asYaml(
                        cluster.await(ServiceMonitor.class, "team").getSpec()))
                .doesNotContain("authorization");
        assertThat(cluster.find(Secret.class, "team-metrics")).isEmpty();
    }

    @Test
    @Order(2)
    void aDeletedTokenIsMadeAnew() {
        cluster.apply("team", ALL);
        String token = TestCluster.decode(cluster.await(Secret.class, "team-metrics"), "token");

        client.secrets()
                .inNamespace(cluster.namespace())
                .withName("team-metrics")
                .delete();

        cluster.await(Secret.class, "team-metrics", secret -> !TestCluster.decode(secret, "token")
                .equals(token));
    }

    @Test
    @Order(2)
    void whereOnlySomeMayConnectPrometheusMayAsWell() {
        cluster.apply("team", ALL + "network: {networkPolicy: {from: [{podSelector: {}}]}}");

        NetworkPolicy policy = cluster.await(NetworkPolicy.class, "team");

        assertThat(policy.getSpec().getIngress().getFirst().getFrom())
                .anyMatch(peer -> peer.getPodSelector() != null
                        && "prometheus"
                                .equals(peer.getPodSelector().getMatchLabels().get("app.kubernetes.io/name")));
    }

    @Test
    @Order(2)
    void aSecondReconcileWritesNothing() {
        cluster.apply("team", ALL + "tls: {mode: SelfSigned}");
        cluster.await(ServiceMonitor.class, "team");
        cluster.await(PrometheusRule.class, "team");
        cluster.awaitReason("team", "MonitoringReady", "Told");
        cluster.awaitNoWrites();
        List<String> before = versions();
        long reconciles = TestCluster.reconciles(registry);

        cluster.reportPod("team", "phase: Pending");
        Waiting.await("a reconcile").until(() -> TestCluster.reconciles(registry) > reconciles);
        cluster.awaitNoWrites();

        assertThat(versions()).isEqualTo(before);
    }

    private List<String> versions() {
        return List.of(
                cluster.await(ServiceMonitor.class, "team").getMetadata().getResourceVersion(),
                cluster.await(PrometheusRule.class, "team").getMetadata().getResourceVersion(),
                cluster.await(ConfigMap.class, "team-dashboard").getMetadata().getResourceVersion(),
                cluster.await(Secret.class, "team-metrics").getMetadata().getResourceVersion());
    }
}
