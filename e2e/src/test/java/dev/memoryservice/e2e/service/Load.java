package dev.memoryservice.e2e.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Fifty reads a second until it is closed, each with the key that the connection Secret had a moment ago, as a client has
 * that mounts it.
 */
public final class Load implements AutoCloseable {

    private static final int THREADS = 5;
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration KEY_AGE = Duration.ofSeconds(2);

    private final MemoryServiceHandle service;
    private final Supplier<Optional<String>> keySource;
    private final ScheduledExecutorService clients = new ScheduledThreadPoolExecutor(THREADS + 1);
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile Optional<String> key;

    private Load(MemoryServiceHandle service, Supplier<Optional<String>> keySource) {
        this.service = service;
        this.keySource = keySource;
        this.key = keySource.get();
    }

    /** Begins. */
    public static Load on(MemoryServiceHandle service, Supplier<Optional<String>> keySource) {
        Load load = new Load(service, keySource);
        load.repeat(load::readKey, KEY_AGE);
        for (int i = 0; i < THREADS; i++) {
            MemoryServiceClient client = service.connect(Optional.empty());
            load.repeat(() -> load.ask(client), PERIOD);
        }
        return load;
    }

    private void repeat(Runnable task, Duration period) {
        var unused = clients.scheduleAtFixedRate(task, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void readKey() {
        key = keySource.get();
    }

    private void ask(MemoryServiceClient forwarded) {
        try {
            MemoryServiceClient.Answer answer = forwarded.get("/api/memories?page_size=1", key);
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
