package dev.memoryservice.server.load;

import dev.memoryservice.server.benchmark.Texts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Clients at work for a while. */
final class Clients {

    /** More unanswered requests than this mean that the server is lost; the driver does not bury it further. */
    private static final int MOST_WAITING = 1_000;

    private final Target server;
    private final List<Operation> mix;

    /** @param mix what they do, each as often as it is in the list */
    Clients(Target server, List<Operation> mix) {
        this.server = server;
        this.mix = mix;
    }

    /** Each client sends its next request when it has the answer to the last one: how much can the server do? */
    Latencies closedLoop(int clients, Duration time) {
        Latencies latencies = new Latencies();
        long end = System.nanoTime() + time.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int client = 0; client < clients; client++) {
                threads.execute(() -> {
                    Texts texts = new Texts(ThreadLocalRandom.current().nextLong());
                    for (int turn = 0; System.nanoTime() < end; turn++) {
                        perform(mix.get(turn % mix.size()), texts, System.nanoTime(), latencies);
                    }
                });
            }
        }
        return latencies;
    }

    /**
     * Requests arrive at a rate, whether the last ones are answered or not, as from many independent users. The time of
     * one counts from when it was due, so a server that stalls cannot hide it by being asked less.
     */
    Latencies openLoop(double perSecond, Duration time) {
        Latencies latencies = new Latencies();
        Semaphore waiting = new Semaphore(MOST_WAITING);
        long start = System.nanoTime();
        long interval = (long) (1e9 / perSecond);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long turn = 0; turn * interval < time.toNanos(); turn++) {
                long due = start + turn * interval;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                if (!waiting.tryAcquire()) {
                    latencies.failed("not sent: " + MOST_WAITING + " requests are waiting");
                    continue;
                }
                Operation operation = mix.get((int) (turn % mix.size()));
                threads.execute(() -> {
                    perform(operation, new Texts(ThreadLocalRandom.current().nextLong()), due, latencies);
                    waiting.release();
                });
            }
        }
        return latencies;
    }

    private void perform(Operation operation, Texts texts, long due, Latencies latencies) {
        try {
            var response = server.send(operation.request(server, texts).build());
            if (response.statusCode() != 200) {
                latencies.failed(operation + " answered " + response.statusCode());
            } else if (!operation.done(response.body())) {
                latencies.failed(operation + " was refused");
            } else {
                latencies.add(operation, System.nanoTime() - due);
            }
        } catch (IOException e) {
            latencies.failed(operation + " failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
