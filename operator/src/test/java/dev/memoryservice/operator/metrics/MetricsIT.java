package dev.memoryservice.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.TestMemoryServer;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator tells Prometheus of itself and of each MemoryService. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
@SuppressWarnings("deprecation")
class MetricsIT {

    private static final Path PAGE = Path.of("../docs/metrics.md");
    private static final String OWN = "memory_service_operator_";

    @Inject
    KubernetesClient client;

    @Inject
    PrometheusMeterRegistry registry;

    @Inject
    Metrics metrics;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    void everyMetricIsDocumentedAndEveryDocumentedOneIsThere() throws Exception {
        TestCluster verification = TestCluster.inNamespace(client, "metrics");
        verification.apply("measured", "tls: {mode: None}");
        String key = TestCluster.decode(verification.await(Secret.class, "measured-api-keys"), "default");
        try (TestMemoryServer server = TestMemoryServer.start(new InetSocketAddress("127.77.0.8", 8000))
                .withKey(key)) {
            verification.reportReady("measured");
            verification.awaitReason("measured", "Verified", "HandshakeCompleted");
            assertThat(server).isNotNull();
            Waiting.await()
                    .untilAsserted(() -> assertThat(value("last_verified_timestamp_seconds", "metrics", "measured", ""))
                            .isCloseTo((double) Instant.now().getEpochSecond(), Offset.offset(60.0)));
        }
        metrics.failedReconciliation(verification.get("measured"), new IllegalStateException("a fault"), Map.of());

        Set<String> documented = documented();
        Set<String> there = registry.scrape()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(there).containsAll(documented);
        assertThat(documented)
                .containsAll(there.stream()
                        .filter(name -> name.startsWith(OWN) && !name.endsWith("_max"))
                        .toList());
        assertThat(registry.scrape())
                .containsPattern("operator_sdk_reconciliations_started_total\\{[^}]*kind=\"MemoryService\"")
                .containsPattern("operator_sdk_controllers_execution_reconcile_seconds_count\\{[^}]*controller=");
    }

    private static Set<String> documented() throws IOException {
        String page = Files.readString(PAGE);
        return Pattern.compile("(?m)^\\| `([a-z_]+)` ")
                .matcher(page.substring(page.indexOf("## Operator")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theConditionsOfEachServiceAreTold() {
        cluster.apply("team", "tls: {mode: SelfSigned}");
        cluster.awaitReason("team", "CertificateReady", "Valid");

        Waiting.await().untilAsserted(() -> {
            assertThat(condition("team", "Accepted")).isEqualTo(1);
            assertThat(condition("team", "CertificateReady")).isEqualTo(1);
            assertThat(condition("team", "Verified")).isZero();
            assertThat(value("certificate_expiry_timestamp_seconds", cluster.namespace(), "team", ""))
                    .isGreaterThan((double) Instant.now().getEpochSecond());
        });
    }

    @Test
    void ofAServerThatIsStoppedNobodyIsToldThatItIsDown() {
        cluster.apply("team", "suspend: true");
        cluster.awaitReason("team", "Available", "Suspended");

        Waiting.await().untilAsserted(() -> {
            assertThat(condition("team", "Accepted")).isEqualTo(1);
            assertThat(condition("team", "Available")).isNaN();
            assertThat(condition("team", "Verified")).isNaN();
        });
    }

    @Test
    void whatIsDeletedIsGone() {
        cluster.apply("team", "{}");
        Waiting.await()
                .untilAsserted(() -> assertThat(condition("team", "Accepted")).isEqualTo(1));

        client.resources(MemoryService.class)
                .inNamespace(cluster.namespace())
                .withName("team")
                .delete();

        Waiting.await()
                .untilAsserted(() -> assertThat(condition("team", "Accepted")).isNaN());
    }

    private double condition(String service, String condition) {
        return value("condition", cluster.namespace(), service, "condition=\"" + condition + "\",");
    }

    private double value(String metric, String namespace, String service, String more) {
        String series = OWN + metric + "{memory_namespace=\"" + namespace + "\",memory_service=\"" + service + "\","
                + more + "}";
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }
}
