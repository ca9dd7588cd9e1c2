package dev.memoryservice.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/** What the Prometheus Operator would read: of services as the operator makes it, of the operator as its chart does. */
public final class MonitoringObjects {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String API = "monitoring.coreos.com/v1";

    private MonitoringObjects() {}

    /** Has the cluster know the kinds of the Prometheus Operator. */
    public static void define() {
        Path definitions =
                ClusterUnderTest.project().resolve("operator/src/test/resources/prometheus-operator/definitions.yaml");
        try (InputStream file = Files.newInputStream(definitions)) {
            client().load(file).items().forEach(definition -> client().resource(definition)
                    .fieldManager("e2e")
                    .forceConflicts()
                    .serverSideApply());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("the kinds of the Prometheus Operator")
                .atMost(PATIENCE)
                .until(() -> client().getApiResources(API) != null);
    }

    /** The object of a kind of the Prometheus Operator that a service has. */
    public static GenericKubernetesResource of(String namespace, String name, String kind) {
        return client().genericKubernetesResources(API, kind)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    /** The object of this kind that the chart has for the operator. */
    public static GenericKubernetesResource ofOperator(String kind) {
        Program.Outcome chart = Helm.template(
                "--show-only",
                "templates/monitoring.yaml",
                "--namespace",
                ClusterUnderTest.operatorNamespace(),
                "--set",
                "monitoring.serviceMonitor.enabled=true,monitoring.alerts.enabled=true,monitoring.dashboard.enabled=true");
        if (chart.exitCode() != 0) {
            throw new IllegalStateException("the chart cannot be rendered: " + chart.output());
        }
        return client().load(new ByteArrayInputStream(chart.output().getBytes(StandardCharsets.UTF_8))).items().stream()
                .filter(object -> object.getKind().equals(kind))
                .map(object -> JSON.convertValue(object, GenericKubernetesResource.class))
                .findFirst()
                .orElseThrow();
    }

    /** The names of the alerts of a PrometheusRule. */
    public static Set<String> alerts(GenericKubernetesResource rule) {
        return new TreeSet<>(spec(rule).findValuesAsText("alert"));
    }

    /** What its alerts are computed from. */
    public static Set<String> expressions(GenericKubernetesResource rule) {
        return new TreeSet<>(spec(rule).findValuesAsText("expr"));
    }

    private static JsonNode spec(GenericKubernetesResource object) {
        return JSON.valueToTree(object.<Object>get("spec"));
    }

    private static KubernetesClient client() {
        return ClusterUnderTest.client();
    }
}
