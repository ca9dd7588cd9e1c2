package dev.memoryservice.e2e.benchmark;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A hundred suspended MemoryServices applied at once: how long until every object of theirs is there, what is written to
 * the API server afterwards, and the operator's memory.
 */
final class Fleet {

    private static final int SERVICES = Integer.getInteger("fleet.services", 100);
    private static final Duration QUIET = Duration.ofSeconds(Integer.getInteger("fleet.quiet.seconds", 300));

    /** The API key, the operator's own key, the users and what clients are told. */
    private static final int SECRETS = 4;

    private static final Pattern WRITE = Pattern.compile(
            "apiserver_request_total\\{.*resource=\"([a-z]+)\".*verb=\"(POST|PUT|PATCH|APPLY|DELETE)\".*} ([0-9.e+]+)");

    private static final int METRICS_PORT = 8081;
    private static final Pattern RECONCILES = Pattern.compile(
            "operator_sdk_controllers_execution_reconcile_seconds_count\\{.*controller=\"memoryservice\".*} ([0-9.e+E]+)");

    private Fleet() {}

    static void run(String namespace) {
        // The operator leads and has reconciled before: its start is not what is measured.
        MemoryServiceHandle first =
                MemoryServiceHandle.apply(namespace, "first", "  suspend: true\n  deletionPolicy: Delete");
        first.awaitReason("Available", "False", "Suspended");
        first.delete();
        KubernetesClient client = ClusterUnderTest.client();
        // Kubernetes deletes what it owned some seconds later, and that is not to be counted.
        Awaitility.await("objects of the first one to be gone")
                .atMost(Duration.ofMinutes(5))
                .until(() -> count(client.services().inNamespace(namespace)) == 0
                        && count(client.secrets().inNamespace(namespace)) == 0
                        && count(client.apps().deployments().inNamespace(namespace)) == 0);
        Instant start = Instant.now();
        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, SERVICES)
                    .forEach(i -> clients.execute(() -> MemoryServiceHandle.apply(
                            namespace, "fleet-%04d".formatted(i), "  suspend: true\n  deletionPolicy: Delete")));
        }
        Benchmarks.report(SERVICES + " MemoryServices applied", since(start), "s");
        Map<Listable<? extends KubernetesResourceList<?>>, Integer> dependents = Map.of(
                client.apps().deployments().inNamespace(namespace), 1,
                client.services().inNamespace(namespace), 1,
                client.serviceAccounts().inNamespace(namespace), 1,
                client.persistentVolumeClaims().inNamespace(namespace), 1,
                client.network().networkPolicies().inNamespace(namespace), 1,
                client.secrets().inNamespace(namespace), SECRETS);
        Awaitility.await("all dependents")
                .atMost(Duration.ofMinutes(15))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> dependents.entrySet().stream()
                        .allMatch(kind -> count(kind.getKey()) >= kind.getValue() * SERVICES));
        Benchmarks.report("all their objects exist", since(start), "s");

        Awaitility.await("all conditions")
                .atMost(Duration.ofMinutes(15))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> client
                        .genericKubernetesResources("memoryservice.dev/v1alpha1", "MemoryService")
                        .inNamespace(namespace)
                        .list()
                        .getItems()
                        .stream()
                        .allMatch(Fleet::isSuspended));
        Benchmarks.report("all their conditions settled", since(start), "s");
        reportWrites(client);
        ClusterUnderTest.operatorPods().forEach(Fleet::reportMemory);
        restart(client, namespace);
    }

    /** How many there are, without having them all told: that would be the larger part of the work that is measured. */
    private static long count(Listable<? extends KubernetesResourceList<?>> kind) {
        KubernetesResourceList<?> first =
                kind.list(new ListOptionsBuilder().withLimit(1L).build());
        return first.getItems().size()
                + Optional.ofNullable(first.getMetadata().getRemainingItemCount())
                        .orElse(0L);
    }

    /** From the deletion of the operator's Pod until its successor has looked at every service, and what that one changed. */
    private static void restart(KubernetesClient client, String namespace) {
        Set<String> before = versions(client, namespace);
        Instant start = Instant.now();
        Set<String> old =
                ClusterUnderTest.operatorPods().stream().map(Fleet::uid).collect(Collectors.toSet());
        ClusterUnderTest.operatorPods()
                .forEach(pod -> client.pods().resource(pod).delete());
        Awaitility.await("reconciles of the new operator")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> ClusterUnderTest.operatorPods().stream()
                                .filter(pod -> !old.contains(uid(pod)))
                                .mapToLong(pod -> reconciles(client, pod))
                                .sum()
                        >= SERVICES);
        Benchmarks.report("restart of the operator until all were reconciled", since(start), "s");
        Set<String> after = versions(client, namespace);
        after.removeAll(before);
        Benchmarks.report("objects that the restart changed", after.size(), "objects");
        ClusterUnderTest.operatorPods().forEach(Fleet::reportMemory);
    }

    /** Every object of the services with its version, which each write changes. */
    private static Set<String> versions(KubernetesClient client, String namespace) {
        return Stream.of(
                        client.genericKubernetesResources("memoryservice.dev/v1alpha1", "MemoryService")
                                .inNamespace(namespace)
                                .list(),
                        client.apps().deployments().inNamespace(namespace).list(),
                        client.services().inNamespace(namespace).list(),
                        client.serviceAccounts().inNamespace(namespace).list(),
                        client.persistentVolumeClaims().inNamespace(namespace).list(),
                        client.network()
                                .networkPolicies()
                                .inNamespace(namespace)
                                .list(),
                        client.secrets().inNamespace(namespace).list())
                .flatMap(list -> list.getItems().stream())
                .map(HasMetadata::getMetadata)
                .map(found -> found.getUid() + " " + found.getResourceVersion())
                .collect(Collectors.toSet());
    }

    private static boolean isSuspended(GenericKubernetesResource service) {
        List<Map<String, Object>> conditions = service.get("status", "conditions");
        return conditions != null
                && conditions.stream().anyMatch(condition -> "Suspended".equals(condition.get("reason")));
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }

    /** How many reconciles of MemoryServices this operator has ended. */
    private static long reconciles(KubernetesClient client, Pod operator) {
        return client.raw("/api/v1/namespaces/%s/pods/%s:%d/proxy/metrics"
                        .formatted(
                                operator.getMetadata().getNamespace(),
                                operator.getMetadata().getName(),
                                METRICS_PORT))
                .lines()
                .map(RECONCILES::matcher)
                .filter(Matcher::matches)
                .mapToLong(found -> (long) Double.parseDouble(found.group(1)))
                .sum();
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
