package dev.memoryservice.e2e.benchmark;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * A hundred suspended MemoryServices applied at once: how long until every object of theirs is there, what is written to
 * the API server afterwards, and the operator's memory.
 */
final class Fleet {

    private static final int SERVICES = Integer.getInteger("fleet.services", 100);
    private static final Duration QUIET = Duration.ofSeconds(Integer.getInteger("fleet.quiet.seconds", 300));
    private static final Pattern WRITE = Pattern.compile(
            "apiserver_request_total\\{.*resource=\"([a-z]+)\".*verb=\"(POST|PUT|PATCH|APPLY|DELETE)\".*} ([0-9.e+]+)");

    private Fleet() {}

    static void run(String namespace) {
        // The operator leads and has reconciled before: its start is not what is measured.
        MemoryServiceHandle first =
                MemoryServiceHandle.apply(namespace, "first", "  suspend: true\n  deletionPolicy: Delete");
        first.awaitReason("Available", "False", "Suspended");
        first.delete();
        Instant start = Instant.now();
        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, SERVICES)
                    .forEach(i -> clients.execute(() -> MemoryServiceHandle.apply(
                            namespace, "fleet-%03d".formatted(i), "  suspend: true\n  deletionPolicy: Delete")));
        }
        Benchmarks.report(SERVICES + " MemoryServices applied", since(start), "s");
        KubernetesClient client = ClusterUnderTest.client();
        Map<String, IntSupplier> dependents = Map.of(
                "deployments",
                        () -> client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .list()
                                .getItems()
                                .size(),
                "services",
                        () -> client.services()
                                .inNamespace(namespace)
                                .list()
                                .getItems()
                                .size(),
                "claims",
                        () -> client.persistentVolumeClaims()
                                .inNamespace(namespace)
                                .list()
                                .getItems()
                                .size(),
                "network policies",
                        () -> client.network()
                                .networkPolicies()
                                .inNamespace(namespace)
                                .list()
                                .getItems()
                                .size(),
                "secrets (three each)",
                        () -> client.secrets()
                                        .inNamespace(namespace)
                                        .list()
                                        .getItems()
                                        .size()
                                / 3);
        Awaitility.await("all dependents")
                .atMost(Duration.ofMinutes(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> dependents.values().stream().allMatch(count -> count.getAsInt() >= SERVICES));
        Benchmarks.report("all their objects exist", since(start), "s");

        IntStream.range(0, SERVICES).forEach(i -> new MemoryServiceHandle(namespace, "fleet-%03d".formatted(i))
                .awaitReason("Available", "False", "Suspended"));
        Benchmarks.report("all their conditions settled", since(start), "s");
        reportWrites(client);
        client.pods()
                .inNamespace(ClusterUnderTest.operatorNamespace())
                .withLabel("app.kubernetes.io/name", "memory-service-operator")
                .list()
                .getItems()
                .forEach(Fleet::reportMemory);
    }

    private static void reportWrites(KubernetesClient client) {
        Map<String, Double> before = writes(client);
        Instant quietUntil = Instant.now().plus(QUIET);
        Awaitility.await("quiet time")
                .forever()
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> Instant.now().isAfter(quietUntil));
        writes(client).forEach((resource, count) -> {
            double written = count - before.getOrDefault(resource, 0.0);
            if (written > 0) {
                Benchmarks.report("writes in " + QUIET.toSeconds() + " s: " + resource, written, "requests");
            }
        });
    }

    /** Every write that the API server has answered since it started, by resource. */
    private static Map<String, Double> writes(KubernetesClient client) {
        Map<String, Double> writes = new TreeMap<>();
        client.raw("/metrics").lines().forEach(line -> {
            Matcher matcher = WRITE.matcher(line);
            if (matcher.matches()) {
                writes.merge(matcher.group(1), Double.parseDouble(matcher.group(3)), Double::sum);
            }
        });
        return writes;
    }

    private static void reportMemory(Pod pod) {
        ClusterUnderTest.node()
                .ifPresent(node -> Benchmarks.report(
                        "operator, resident memory with " + SERVICES, node.residentBytes(pod) / 1048576.0, "MiB"));
    }

    private static double since(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }
}
