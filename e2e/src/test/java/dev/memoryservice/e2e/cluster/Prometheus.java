package dev.memoryservice.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * A real Prometheus beside the Pods of the local cluster, which does what the Prometheus Operator would have it do: its
 * configuration is made of ServiceMonitors and PrometheusRules. Only that everything goes sixty times as fast: it asks and
 * computes each second, and with {@link FastRules} what takes minutes in a rule takes seconds.
 */
public final class Prometheus implements AutoCloseable {

    /** Over which time rates are computed here. */
    public static final String RANGE = "20s";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String ASK_OFTEN = "1s";

    private final Node node;
    private final String address;
    private final String folder = "/tmp/prometheus-" + UUID.randomUUID();
    private final ObjectNode configuration = JSON.createObjectNode();
    private final ArrayNode jobs = configuration.putArray("scrape_configs");
    private final ArrayNode rules = configuration.putArray("rule_files");

    /**
     * An alert that fires.
     *
     * @param namespace of the MemoryService that it is about; empty if it is about the operator
     * @param service that MemoryService
     */
    public record Alert(String name, String namespace, String service) {}

    /** Where it asks for metrics. */
    public final class Target {

        private final String file;
        private final int port;

        private Target(String file, int port) {
            this.file = file;
            this.port = port;
        }

        /** Asks these Pods from now on. */
        public void are(List<Pod> pods) {
            ArrayNode addresses = JSON.createArrayNode();
            pods.forEach(pod -> addresses.add(pod.getStatus().getPodIP() + ":" + port));
            ArrayNode groups = JSON.createArrayNode();
            groups.addObject().set("targets", addresses);
            node.write(file, groups.toString());
        }
    }

    /** @param port of the node, which no other one uses */
    public Prometheus(Node node, int port) {
        this.node = node;
        this.address = "127.0.0.1:" + port;
        configuration
                .putObject("global")
                .put("scrape_interval", ASK_OFTEN)
                .put("scrape_timeout", ASK_OFTEN)
                .put("evaluation_interval", ASK_OFTEN);
    }

    /** Reads the metrics of these Pods, as the ServiceMonitor says. */
    public Target monitor(GenericKubernetesResource monitor, List<Pod> pods, int port, String job) {
        JsonNode endpoint = JSON.valueToTree(monitor.<Object>get("spec")).at("/endpoints/0");
        String namespace = monitor.getMetadata().getNamespace();
        ObjectNode scrape = jobs.addObject()
                .put("job_name", namespace + "/" + job)
                .put("metrics_path", endpoint.path("path").asText("/metrics"))
                .put("scheme", endpoint.path("scheme").asText("http"));
        JsonNode credentials = endpoint.at("/authorization/credentials");
        if (credentials.isObject()) {
            String file = folder + "/" + namespace + "-" + job + ".token";
            node.write(file, secret(namespace, credentials));
            scrape.putObject("authorization")
                    .put("type", endpoint.at("/authorization/type").asText())
                    .put("credentials_file", file);
        }
        JsonNode tls = endpoint.path("tlsConfig");
        if (tls.isObject()) {
            String file = folder + "/" + namespace + "-" + job + ".crt";
            node.write(file, configMap(namespace, tls.at("/ca/configMap")));
            scrape.putObject("tls_config")
                    .put("ca_file", file)
                    .put("server_name", tls.path("serverName").asText());
        }
        ArrayNode relabel = scrape.putArray("relabel_configs");
        label(relabel, "namespace", namespace);
        label(relabel, "job", job);
        for (JsonNode relabeling : endpoint.path("relabelings")) {
            label(
                    relabel,
                    relabeling.path("targetLabel").asText(),
                    relabeling.path("replacement").asText());
        }
        // By files, as Pods come and go.
        String targets = folder + "/" + namespace + "-" + job + ".targets.json";
        scrape.putArray("file_sd_configs")
                .addObject()
                .put("refresh_interval", ASK_OFTEN)
                .putArray("files")
                .add(targets);
        Target target = new Target(targets, port);
        target.are(pods);
        return target;
    }

    /** Computes these rules, sixty times as fast. */
    public void compute(GenericKubernetesResource rule) {
        String file = "%s/%s-%s.rules.yaml"
                .formatted(
                        folder,
                        rule.getMetadata().getNamespace(),
                        rule.getMetadata().getName());
        node.write(
                file, FastRules.of(JSON.valueToTree(rule.<Object>get("spec"))).toString());
        rules.add(file);
    }

    /** Starts it, and waits until it answers. */
    public Prometheus start() {
        node.write(folder + "/prometheus.yml", write(configuration));
        node.start(
                ClusterUnderTest.project()
                        .resolve(Path.of("target/prometheus-" + address.replaceAll("^.*:", "") + ".log")),
                "prometheus",
                "--config.file=" + folder + "/prometheus.yml",
                "--storage.tsdb.path=" + folder + "/data",
                "--web.listen-address=" + address,
                "--web.enable-lifecycle");
        Awaitility.await("Prometheus").atMost(PATIENCE).ignoreExceptions().until(() -> node.fetch(
                        "http://" + address + "/-/ready")
                .contains("Ready"));
        return this;
    }

    /** The series that an expression comes to. */
    public JsonNode query(String expression) {
        JsonNode answer = read(
                node.fetch("http://" + address + "/api/v1/query", "--get", "--data-urlencode", "query=" + expression));
        if (!"success".equals(answer.path("status").asText())) {
            throw new IllegalStateException(expression + ": " + answer);
        }
        return answer.at("/data/result");
    }

    /** The alerts that fire now. */
    public Set<Alert> firing() {
        Set<Alert> firing = new HashSet<>();
        for (JsonNode alert :
                read(node.fetch("http://" + address + "/api/v1/alerts")).at("/data/alerts")) {
            JsonNode labels = alert.path("labels");
            if ("firing".equals(alert.path("state").asText())) {
                firing.add(new Alert(
                        labels.path("alertname").asText(),
                        labels.path("memory_namespace").asText(),
                        labels.path("memory_service").asText()));
            }
        }
        return firing;
    }

    @Override
    public void close() {
        node.fetch("http://" + address + "/-/quit", "--request", "POST");
    }

    private static void label(ArrayNode relabel, String name, String value) {
        relabel.addObject().put("target_label", name).put("replacement", value);
    }

    private static String secret(String namespace, JsonNode selector) {
        String encoded = client().secrets()
                .inNamespace(namespace)
                .withName(selector.path("name").asText())
                .get()
                .getData()
                .get(selector.path("key").asText());
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private static String configMap(String namespace, JsonNode selector) {
        ConfigMap map = client().configMaps()
                .inNamespace(namespace)
                .withName(selector.path("name").asText())
                .get();
        return map.getData().get(selector.path("key").asText());
    }

    private static KubernetesClient client() {
        return ClusterUnderTest.client();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + json, e);
        }
    }

    private static String write(JsonNode tree) {
        try {
            return YAML.writeValueAsString(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
