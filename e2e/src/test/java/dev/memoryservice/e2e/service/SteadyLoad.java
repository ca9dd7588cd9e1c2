package dev.memoryservice.e2e.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Requests at a steady rate, whatever the answers do, until it is closed. */
public final class SteadyLoad implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong succeeded = new AtomicLong();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    /** One request; what it throws is a failure. */
    @FunctionalInterface
    public interface Request {
        void send() throws Exception;
    }

    /** Begins at once. */
    public static SteadyLoad start(int perSecond, Request request) {
        SteadyLoad load = new SteadyLoad();
        var unused = load.clock.scheduleAtFixedRate(
                () -> load.requests.execute(() -> load.send(request)),
                0,
                Duration.ofSeconds(1).toNanos() / perSecond,
                TimeUnit.NANOSECONDS);
        return load;
    }

    private void send(Request request) {
        try {
            request.send();
            succeeded.incrementAndGet();
        } catch (Exception | AssertionError failure) {
            failures.add(failure.toString());
        }
    }

    public long succeeded() {
        return succeeded.get();
    }

    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Sends no more, and waits for the answers that are on their way. */
    @Override
    public void close() {
        clock.shutdownNow();
        requests.close();
    }
}
