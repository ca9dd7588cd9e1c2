package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.e2e.FaultyServices.Fault;
import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.MonitoringObjects;
import dev.memoryservice.e2e.cluster.Node;
import dev.memoryservice.e2e.cluster.Prometheus;
import dev.memoryservice.e2e.cluster.Prometheus.Alert;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.AcknowledgedStores;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
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

/**
 * What Prometheus is told, done by a real one: what rules and dashboards ask for is there, and every alert fires by its fault
 * and clears when that is mended. All faults are made at once, on three services, as each takes its time.
 */
class MonitoringTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** There from the first reconcile that fails. */
    private static final Set<String> LATER = Set.of("operator_sdk_reconciliations_failed_total");

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static FaultyServices services;
    private static Prometheus prometheus;

    @BeforeAll
    static void monitor() {
        Node node = ClusterUnderTest.requireNode();
        MonitoringObjects.define();
        services = FaultyServices.apply(node, NAMESPACE.name());
        prometheus = new Prometheus(node, 19090);
        for (MemoryServiceHandle service : services.all()) {
            prometheus.monitor(object(service, "ServiceMonitor"), service.pods(), 8000, service.name());
            prometheus.compute(object(service, "PrometheusRule"));
        }
        prometheus.monitor(
                MonitoringObjects.ofOperator("ServiceMonitor"),
                ClusterUnderTest.operatorPods(),
                8081,
                "memory-service-operator");
        prometheus.compute(MonitoringObjects.ofOperator("PrometheusRule"));
        prometheus.start();
        use();
        Awaitility.await("all are asked")
                .atMost(PATIENCE)
                .until(() -> prometheus.query("up == 1").size()
                        == services.all().size()
                                + ClusterUnderTest.operatorPods().size());
    }

    @AfterAll
    static void end() {
        Optional.ofNullable(prometheus).ifPresent(Prometheus::close);
        Optional.ofNullable(services).ifPresent(FaultyServices::close);
    }

    /** So that everything that is counted has been counted. */
    private static void use() {
        try (MemoryServiceClient client = services.monitored().connect()) {
            assertThat(client.store("Prometheus looks at this").status()).isEqualTo(200);
            assertThat(client.search("who looks", 1).status()).isEqualTo(200);
        }
    }

    @Test
    void everyMetricOfTheRulesIsThere() {
        Set<String> names = new TreeSet<>();
        MonitoringObjects.expressions(object(services.monitored(), "PrometheusRule"))
                .forEach(expression -> names.addAll(metrics(expression)));
        MonitoringObjects.expressions(MonitoringObjects.ofOperator("PrometheusRule"))
                .forEach(expression -> names.addAll(metrics(expression)));
        assertThat(names).hasSizeGreaterThan(6);
        names.removeAll(LATER);

        for (String name : names) {
            awaitSeries("count({__name__=\"" + name + "\"})");
        }
    }

    @Test
    void everyPanelOfTheDashboardsHasAnAnswer() throws IOException {
        List<String> dashboards = List.of(
                client().configMaps()
                        .inNamespace(NAMESPACE.name())
                        .withName("monitored-dashboard")
                        .get()
                        .getData()
                        .values()
                        .iterator()
                        .next(),
                MonitoringObjects.ofOperator("ConfigMap").<String>get("data", "memory-service-operator.json"));

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
    void everyAlertFiresByItsFaultAndClearsWhenThatIsMended() {
        List<Fault> faults = services.faults();
        assertThat(faults.stream().flatMap(fault -> fault.alerts().stream()))
                .as("alerts whose faults are made here")
                .containsExactlyInAnyOrderElementsOf(allAlerts());
        Set<Alert> expected =
                faults.stream().flatMap(fault -> fault.expected().stream()).collect(Collectors.toSet());
        Set<Alert> seen = new HashSet<>();

        try (var _ = AcknowledgedStores.through(services.brimming().connect());
                var _ = AcknowledgedStores.through(services.monitored().connect());
                var _ = AcknowledgedStores.through(services.monitored().connect())) {
            faults.forEach(fault -> fault.make().run());
            Awaitility.await("every alert fires")
                    .atMost(PATIENCE.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        faults.stream()
                                .filter(fault -> !fault.lasts() && !seen.containsAll(fault.expected()))
                                .forEach(fault -> fault.make().run());
                        seen.addAll(prometheus.firing());
                        assertThat(seen).containsAll(expected);
                    });

            faults.forEach(fault -> fault.mend().run());
            // Not all at the same moment: on a busy machine one may have a reason of its own to come back.
            Set<Alert> cleared = new HashSet<>();
            Awaitility.await("every alert clears")
                    .atMost(PATIENCE.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        Set<Alert> firing = prometheus.firing();
                        expected.stream()
                                .filter(alert -> !firing.contains(alert))
                                .forEach(cleared::add);
                        assertThat(cleared).containsAll(expected);
                    });
        }
    }

    /** Those about the operator itself are seen in {@link OperatorAlertsTest}. */
    private static Set<String> allAlerts() {
        Set<String> alerts = MonitoringObjects.alerts(object(services.monitored(), "PrometheusRule"));
        alerts.addAll(MonitoringObjects.alerts(MonitoringObjects.ofOperator("PrometheusRule")));
        assertThat(alerts).containsAll(OperatorAlertsTest.ALERTS);
        alerts.removeAll(OperatorAlertsTest.ALERTS);
        return alerts;
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

    private static GenericKubernetesResource object(MemoryServiceHandle service, String kind) {
        return MonitoringObjects.of(service.namespace(), service.name(), kind);
    }

    private static KubernetesClient client() {
        return ClusterUnderTest.client();
    }
}
