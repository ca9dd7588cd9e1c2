package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.Helm;
import dev.memoryservice.e2e.cluster.Node;
import dev.memoryservice.e2e.cluster.Program;
import dev.memoryservice.e2e.cluster.Prometheus;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Prometheus is told, done by a real one: what rules and dashboards ask for is there, alerts fire and clear. */
class MonitoringTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String MONITORING = "monitoring.coreos.com/v1";

    /** There from the first reconcile that fails, and from the first backup. */
    private static final Set<String> LATER = Set.of(
            "operator_sdk_reconciliations_failed_total",
            "memory_service_operator_backup_last_success_timestamp_seconds");

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static MemoryServiceHandle service;
    private static Node node;
    private static Prometheus prometheus;
    private static List<HasMetadata> ofOperator = List.of();

    @BeforeAll
    static void monitored() {
        node = ClusterUnderTest.requireNode();
        definePrometheusOperator();
        service = MemoryServiceHandle.apply(NAMESPACE.name(), "monitored", """
                  deletionPolicy: Delete
                  tls: {mode: SelfSigned}
                  network: {allowedHosts: [memory.example.com]}
                  monitoring: {serviceMonitor: {enabled: true}, alerts: {enabled: true}, dashboard: {enabled: true}}
                """.stripTrailing())
                .awaitVerified();
        service.await("MonitoringReady", "True");
        ofOperator = client().load(
                        new java.io.ByteArrayInputStream(chart().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .items();
        prometheus = new Prometheus(node);
        prometheus.monitor(get("ServiceMonitor"), service.pods(), 8000, service.name());
        prometheus.compute(get("PrometheusRule"));
        prometheus.monitor(
                ofOperator("ServiceMonitor"), ClusterUnderTest.operatorPods(), 8081, "memory-service-operator");
        prometheus.compute(ofOperator("PrometheusRule"));
        prometheus.start();
        use();
        Awaitility.await("all are asked")
                .atMost(PATIENCE)
                .until(() -> prometheus.query("up == 1").size()
                        == 1 + ClusterUnderTest.operatorPods().size());
    }

    @AfterAll
    static void end() {
        Optional.ofNullable(prometheus).ifPresent(Prometheus::close);
        Optional.ofNullable(service).ifPresent(MemoryServiceHandle::delete);
    }

    /** So that everything that is counted has been counted. */
    private static void use() {
        try (MemoryServiceClient client = service.connect()) {
            assertThat(client.store("Prometheus looks at this").status()).isEqualTo(200);
            assertThat(client.search("who looks", 1).status()).isEqualTo(200);
        }
    }

    @Test
    void everyMetricOfTheRulesIsThere() {
        Set<String> names = new TreeSet<>();
        for (GenericKubernetesResource rule : List.of(get("PrometheusRule"), ofOperator("PrometheusRule"))) {
            JsonNode spec = JSON.valueToTree(rule.<Object>get("spec"));
            spec.findValuesAsText("expr").forEach(expression -> names.addAll(metrics(expression)));
        }
        assertThat(names).hasSizeGreaterThan(6);
        names.removeAll(LATER);

        for (String name : names) {
            awaitSeries("count({__name__=\"" + name + "\"})");
        }
    }

    @Test
    void everyPanelOfTheDashboardsHasAnAnswer() throws IOException {
        GenericKubernetesResource map = ofOperator("ConfigMap");
        List<String> dashboards = List.of(
                client().configMaps()
                        .inNamespace(NAMESPACE.name())
                        .withName("monitored-dashboard")
                        .get()
                        .getData()
                        .values()
                        .iterator()
                        .next(),
                map.<String>get("data", "memory-service-operator.json"));

        use();
        for (String dashboard : dashboards) {
            JsonNode panels = JSON.readTree(dashboard).path("panels");
            assertThat(panels).hasSizeGreaterThan(5);
            for (JsonNode panel : panels) {
                for (JsonNode target : panel.path("targets")) {
                    String expression = target.path("expr").asText();
                    if (LATER.stream().anyMatch(expression::contains) && !expression.contains(" or ")) {
                        continue;
                    }
                    awaitSeries(expression.replace("$__rate_interval", Prometheus.RANGE));
                }
            }
        }
    }

    @Test
    void aDeadServerIsTold() {
        Awaitility.await("nothing is wrong").atMost(PATIENCE).until(() -> firing().isEmpty());

        // The kubelet waits longer from one death to the next.
        Awaitility.await("MemoryServiceDown fires")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> {
                    service.pods().forEach(node::killContainer);
                    return firing().contains("MemoryServiceDown");
                });
        awaitFiring("MemoryServiceNotVerified");

        awaitCleared("MemoryServiceDown");
        awaitCleared("MemoryServiceNotVerified");
    }

    @Test
    void aSpecThatCannotBeCarriedOutIsTold() {
        service.patch("{\"spec\":{\"version\":\"9.9.9\"}}");
        awaitFiring("MemoryServiceNotAccepted");

        service.patch("{\"spec\":{\"version\":null}}");
        awaitCleared("MemoryServiceNotAccepted");
    }

    private static Set<String> firing() {
        return prometheus.firing(NAMESPACE.name());
    }

    private static void awaitFiring(String alert) {
        Awaitility.await(alert + " fires").atMost(PATIENCE).until(() -> firing().contains(alert));
    }

    private static void awaitCleared(String alert) {
        Awaitility.await(alert + " clears").atMost(PATIENCE).until(() -> !firing().contains(alert));
    }

    private static void awaitSeries(String expression) {
        Awaitility.await(expression)
                .atMost(Duration.ofMinutes(3))
                .until(() -> !prometheus.query(expression).isEmpty());
    }

    private static Set<String> metrics(String expression) {
        return Pattern.compile("\\b([a-z_]+)\\{")
                .matcher(expression)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static GenericKubernetesResource get(String kind) {
        return client().genericKubernetesResources(MONITORING, kind)
                .inNamespace(NAMESPACE.name())
                .withName("monitored")
                .get();
    }

    private static GenericKubernetesResource ofOperator(String kind) {
        return ofOperator.stream()
                .filter(object -> object.getKind().equals(kind))
                .map(object -> JSON.convertValue(object, GenericKubernetesResource.class))
                .findFirst()
                .orElseThrow();
    }

    private static String chart() {
        Program.Outcome rendered = Helm.template(
                "--show-only",
                "templates/monitoring.yaml",
                "--namespace",
                ClusterUnderTest.operatorNamespace(),
                "--set",
                "monitoring.serviceMonitor.enabled=true,monitoring.alerts.enabled=true,monitoring.dashboard.enabled=true");
        assertThat(rendered.exitCode()).as(rendered.output()).isZero();
        return rendered.output();
    }

    private static void definePrometheusOperator() {
        Path definitions =
                ClusterUnderTest.project().resolve("operator/src/test/resources/prometheus-operator/definitions.yaml");
        try (var file = Files.newInputStream(definitions)) {
            client().load(file).items().forEach(definition -> client().resource(definition)
                    .fieldManager("e2e")
                    .forceConflicts()
                    .serverSideApply());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Awaitility.await("the kinds of the Prometheus Operator")
                .atMost(PATIENCE)
                .until(() -> client().getApiResources(MONITORING) != null);
    }

    private static KubernetesClient client() {
        return ClusterUnderTest.client();
    }
}
