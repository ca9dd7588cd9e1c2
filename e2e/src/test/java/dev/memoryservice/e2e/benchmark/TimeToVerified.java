package dev.memoryservice.e2e.benchmark;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.Node;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** From {@code kubectl apply} of the smallest MemoryService to Verified, with the image on the node; five times. */
final class TimeToVerified {

    private static final int RUNS = 5;

    private TimeToVerified() {}

    static void run(String namespace) {
        double[] seconds = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            Instant start = Instant.now();
            MemoryServiceHandle service = MemoryServiceHandle.apply(
                            namespace, "verified-" + i, "  deletionPolicy: Delete")
                    .awaitVerified();
            seconds[i] = Duration.between(start, Instant.now()).toMillis() / 1000.0;
            Benchmarks.report("apply to Verified, run " + (i + 1), seconds[i], "s");
            if (i == RUNS - 1) {
                reportMemory(service.pods().getFirst());
            }
            service.delete();
        }
        Arrays.sort(seconds);
        Benchmarks.report("apply to Verified, median of " + RUNS, seconds[RUNS / 2], "s");
    }

    private static void reportMemory(Pod pod) {
        Optional<Node> node = ClusterUnderTest.node();
        node.ifPresent(
                n -> Benchmarks.report("server, resident memory when idle", n.residentBytes(pod) / 1048576.0, "MiB"));
    }
}
