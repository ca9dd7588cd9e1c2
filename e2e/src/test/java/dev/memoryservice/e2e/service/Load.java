package dev.memoryservice.e2e.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Fifty requests a second until it is closed, of five clients that each wait for an answer before they ask again, and
 * have a forwarded port of their own.
 */
public final class Load implements AutoCloseable {

    private static final int THREADS = 5;
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration KEY_AGE = Duration.ofSeconds(2);

    private final MemoryServiceHandle service;
    private final ScheduledExecutorService clients = new ScheduledThreadPoolExecutor(THREADS + 1);
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile Optional<String> key = Optional.empty();

    private Load(MemoryServiceHandle service) {
        this.service = service;
    }

    /**
     * Begins to read, each time with the key that the connection Secret had a moment ago, as a client has that mounts it.
     * A read whose connection broke is repeated.
     */
    public static Load on(MemoryServiceHandle service, Supplier<Optional<String>> keySource) {
        Load load = new Load(service);
        load.key = keySource.get();
        load.repeat(() -> load.key = keySource.get(), KEY_AGE);
        load.start(
                () -> service.connect(Optional.empty()),
                forwarded -> forwarded.get("/api/memories?page_size=1", load.key));
        return load;
    }

    /** Begins to search, with the generated key. Each request is sent once: a connection that breaks is a failure. */
    public static Load ofSearches(MemoryServiceHandle service) {
        Load load = new Load(service);
        load.start(service::connect, forwarded -> forwarded.search("anything", 1));
        return load;
    }

    private void start(
            Supplier<MemoryServiceClient> connect, Function<MemoryServiceClient, MemoryServiceClient.Answer> request) {
        for (int i = 0; i < THREADS; i++) {
            MemoryServiceClient client = connect.get();
            repeat(() -> ask(() -> request.apply(client)), PERIOD);
        }
    }

    private void repeat(Runnable task, Duration period) {
        var unused = clients.scheduleAtFixedRate(task, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask(Supplier<MemoryServiceClient.Answer> request) {
        try {
            MemoryServiceClient.Answer answer = request.get();
            if (answer.status() == 200) {
                answered.incrementAndGet();
            } else {
                failures.add(answer.status() + " " + answer.text());
            }
        } catch (RuntimeException e) {
            failures.add(e.toString());
        }
    }

    /** Requests that were answered with 200 so far. */
    public int answered() {
        return answered.get();
    }

    /** What was answered otherwise, or not at all. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }

    @Override
    public String toString() {
        return answered + " answers of " + service;
    }
}
