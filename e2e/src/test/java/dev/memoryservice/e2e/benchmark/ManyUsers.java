package dev.memoryservice.e2e.benchmark;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.MemoryUserHandle;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * A thousand users of one running MemoryService: how long each waits for its connection Secret, how long until the server
 * knows all of them, and how much memory they cost the operator. And the same for one more.
 */
final class ManyUsers {

    private static final int USERS = Integer.getInteger("users.count", 1000);

    private ManyUsers() {}

    static void run(String namespace) {
        MemoryServiceHandle service = MemoryServiceHandle.apply(namespace, "many-users", "  deletionPolicy: Delete")
                .awaitVerified();
        // The classes that users need are loaded: they are not what a thousand of them cost.
        MemoryUserHandle.apply(service, "first", "").awaitReady("Loaded");
        double before = reportMemory("operator, resident memory with 1 user");

        Map<String, Long> applied = new ConcurrentHashMap<>();
        Map<String, Long> found = new ConcurrentHashMap<>();
        try (SharedIndexInformer<Secret> secrets = watchSecrets(namespace, found)) {
            await(secrets::hasSynced);
            long begin = System.nanoTime();
            try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
                IntStream.range(0, USERS)
                        .forEach(i -> clients.execute(() -> {
                            String name = "user-%04d".formatted(i);
                            applied.put(name, System.nanoTime());
                            MemoryUserHandle.apply(service, name, "");
                        }));
            }
            Benchmarks.report(USERS + " MemoryUsers applied", seconds(begin), "s");
            await(() -> found.keySet().containsAll(applied.keySet()));
            Benchmarks.report("all their Secrets exist", seconds(begin), "s");
            await(Duration.ofMillis(500), () -> ready(namespace) > USERS);
            Benchmarks.report("the server knows all of them", seconds(begin), "s");
            double[] waits = applied.entrySet().stream()
                    .mapToDouble(user -> (found.get(user.getKey()) - user.getValue()) / 1e9)
                    .toArray();
            Arrays.sort(waits);
            Benchmarks.report("apply to Secret, median", waits[USERS / 2], "s");
            Benchmarks.report("apply to Secret, slowest", waits[USERS - 1], "s");

            long one = System.nanoTime();
            MemoryUserHandle last = MemoryUserHandle.apply(service, "last", "");
            await(() -> found.containsKey("last"));
            Benchmarks.report("one more: apply to Secret", (found.get("last") - one) / 1e9, "s");
            last.awaitReady("Loaded");
            Benchmarks.report("one more: apply to Ready", seconds(one), "s");
        }
        double after = reportMemory("operator, resident memory with " + USERS + " users");
        Benchmarks.report("operator, growth of resident memory", after - before, "MiB");
        Benchmarks.report("operator, restarts on the way", restarts(), "");
    }

    /** How many users are ready, among them the first one. */
    private static long ready(String namespace) {
        return ClusterUnderTest.client()
                .genericKubernetesResources("memoryservice.dev/v1alpha1", "MemoryUser")
                .inNamespace(namespace)
                .list()
                .getItems()
                .stream()
                .filter(user -> {
                    List<Map<String, Object>> conditions = user.get("status", "conditions");
                    return conditions != null
                            && conditions.stream().anyMatch(condition -> "Loaded".equals(condition.get("reason")));
                })
                .count();
    }

    private static SharedIndexInformer<Secret> watchSecrets(String namespace, Map<String, Long> found) {
        KubernetesClient client = ClusterUnderTest.client();
        return client.secrets().inNamespace(namespace).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Secret secret) {
                found.putIfAbsent(secret.getMetadata().getName().replaceAll("-connection$", ""), System.nanoTime());
            }

            @Override
            public void onUpdate(Secret before, Secret secret) {}

            @Override
            public void onDelete(Secret secret, boolean unknown) {}
        });
    }

    private static void await(Callable<Boolean> condition) {
        await(Duration.ofMillis(50), condition);
    }

    private static void await(Duration pollInterval, Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(pollInterval)
                .until(condition);
    }

    private static double reportMemory(String what) {
        return ClusterUnderTest.node()
                .map(node -> node.residentBytes(ClusterUnderTest.operatorPods().getFirst()) / 1048576.0)
                .map(mebibytes -> {
                    Benchmarks.report(what, mebibytes, "MiB");
                    return mebibytes;
                })
                .orElse(Double.NaN);
    }

    private static int restarts() {
        return ClusterUnderTest.operatorPods().stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .mapToInt(ContainerStatus::getRestartCount)
                .sum();
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
