package dev.memoryservice.server.load;

import dev.memoryservice.server.benchmark.Texts;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts load on a running server and prints what came of it, a table for each period. */
@Command(name = "load", mixinStandardHelpOptions = true, sortOptions = false)
public final class LoadDriver implements Callable<Integer> {

    private static final int FILLERS = 4;
    private static final double MILLISECOND = 1e6;

    @Option(names = "--url", defaultValue = "http://localhost:8000")
    private URI url;

    @Option(names = "--key", description = "An API key.")
    private Optional<String> key = Optional.empty();

    @Option(names = "--pid", description = "The server's process, to read its resident memory.")
    private Optional<Long> process = Optional.empty();

    @Option(names = "--fill", description = "First store memories until there are so many.", defaultValue = "0")
    private long fill;

    @Option(
            names = "--mix",
            split = ",",
            defaultValue = "store=1,search=1,list=1",
            description = "How often each operation: store=8,search=4,list=1.")
    private Map<String, Integer> mix;

    @Option(
            names = "--clients",
            description = "Closed loop: so many clients, each waits for its answer.",
            defaultValue = "1")
    private int clients;

    @Option(
            names = "--rate",
            description = "Open loop: so many requests a second, whether answered or not.",
            defaultValue = "0")
    private double rate;

    @Option(names = "--warm-up", description = "Seconds that do not count.", defaultValue = "10")
    private int warmUp;

    @Option(names = "--seconds", description = "Seconds of a period.", defaultValue = "30")
    private int seconds;

    @Option(names = "--periods", description = "How many periods; a soak has many.", defaultValue = "1")
    private int periods;

    private final PrintStream out = System.out;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LoadDriver()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Target server = new Target(url, key, process.map(OptionalLong::of).orElse(OptionalLong.empty()));
        List<Operation> operations = new ArrayList<>();
        mix.forEach((name, share) -> {
            for (int i = 0; i < share; i++) {
                operations.add(Operation.valueOf(name.toUpperCase(Locale.ROOT)));
            }
        });
        fill(server);
        Clients load = new Clients(server, operations);
        run(load, Duration.ofSeconds(warmUp));
        long failures = 0;
        for (int period = 1; period <= periods; period++) {
            double cpu = server.cpuMilliseconds();
            long start = System.nanoTime();
            Latencies latencies = run(load, Duration.ofSeconds(seconds));
            double took = (System.nanoTime() - start) / 1e9;
            print(server, period, latencies, took, server.cpuMilliseconds() - cpu);
            failures += latencies.failures().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
        return failures == 0 ? 0 : 1;
    }

    private Latencies run(Clients load, Duration time) {
        return rate > 0 ? load.openLoop(rate, time) : load.closedLoop(clients, time);
    }

    private void print(Target server, int period, Latencies latencies, double seconds, double cpu)
            throws IOException, InterruptedException {
        OptionalLong resident = server.residentMebibytes();
        out.printf(
                Locale.ROOT,
                "period %d: %d memories, %.1f/s, server CPU %.2f ms per operation (%.0f %% of a core), resident %s%n",
                period,
                server.memories(),
                latencies.count() / seconds,
                cpu / Math.max(1, latencies.count()),
                cpu / seconds / 10,
                resident.isPresent() ? resident.getAsLong() + " MiB" : "unknown");
        for (Operation operation : Operation.values()) {
            Histogram times = latencies.of(operation);
            if (times.getTotalCount() > 0) {
                out.printf(
                        Locale.ROOT,
                        "  %-6s %8.1f/s  p50 %7.2f ms  p99 %7.2f ms  longest %7.2f ms%n",
                        operation.name().toLowerCase(Locale.ROOT),
                        times.getTotalCount() / seconds,
                        times.getValueAtPercentile(50) / MILLISECOND,
                        times.getValueAtPercentile(99) / MILLISECOND,
                        times.getMaxValue() / MILLISECOND);
            }
        }
        latencies.failures().forEach((how, often) -> out.printf("  FAILED %d times: %s%n", often, how));
    }

    private void fill(Target server) throws IOException, InterruptedException {
        long missing = fill - server.memories();
        if (missing <= 0) {
            return;
        }
        long start = System.nanoTime();
        AtomicReference<Exception> failure = new AtomicReference<>();
        Semaphore waiting = new Semaphore(2 * FILLERS);
        Texts texts = new Texts(missing);
        try (ExecutorService threads = Executors.newFixedThreadPool(FILLERS)) {
            for (long i = 0; i < missing && failure.get() == null; i++) {
                var request = Operation.STORE.request(server, texts).build();
                waiting.acquire();
                threads.execute(() -> {
                    try {
                        server.send(request);
                    } catch (IOException | InterruptedException e) {
                        failure.set(e);
                    }
                    waiting.release();
                });
            }
        }
        if (failure.get() != null) {
            throw new IOException("Filling failed: " + failure.get(), failure.get());
        }
        out.printf(
                Locale.ROOT,
                "filled with %d memories at %.0f/s%n",
                missing,
                missing / ((System.nanoTime() - start) / 1e9));
    }
}
