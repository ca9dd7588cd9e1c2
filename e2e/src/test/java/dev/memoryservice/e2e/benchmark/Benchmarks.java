package dev.memoryservice.e2e.benchmark;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.TestNamespace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Runs the benchmarks that are named on the command line, or all, each in a namespace of its own. */
public final class Benchmarks {

    private static final Map<String, Consumer<String>> ALL = Map.of(
            "verified", TimeToVerified::run,
            "requests", RequestCost::run,
            "fleet", Fleet::run,
            "users", ManyUsers::run);

    private Benchmarks() {}

    /** Runs the benchmarks {@code names}: of {@code verified}, {@code requests}, {@code fleet} and {@code users}. */
    public static void main(String[] names) {
        for (String name : names.length == 0 ? new String[] {"verified", "requests", "fleet", "users"} : names) {
            Consumer<String> benchmark = ALL.get(name);
            if (benchmark == null) {
                throw new IllegalArgumentException("no benchmark " + name + ": there are " + List.copyOf(ALL.keySet()));
            }
            String namespace =
                    "bench-" + name + "-" + UUID.randomUUID().toString().substring(0, 6);
            TestNamespace.create(ClusterUnderTest.client(), namespace);
            try {
                benchmark.accept(namespace);
            } finally {
                ClusterUnderTest.client().namespaces().withName(namespace).delete();
            }
        }
        ClusterUnderTest.client().close();
    }

    /** Prints one figure. */
    static void report(String what, double value, String unit) {
        System.out.printf(Locale.ROOT, "%-70s %10.2f %s%n", what, value, unit);
    }
}
