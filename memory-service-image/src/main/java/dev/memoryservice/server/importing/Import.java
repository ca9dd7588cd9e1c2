package dev.memoryservice.server.importing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes a file from its source to its destination: one thread reads, several take batches. Holds a few batches at a time,
 * however large the file is.
 */
public final class Import {

    private static final int LARGEST_BATCH = 100;

    /** In characters of content. */
    private static final int LONGEST_BATCH = 256 * 1024;

    private static final int MOST_UNDERWAY = 10_000;

    private final Destination destination;
    private final ImportReport report;
    private final Semaphore room;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private List<Item.Found> batch = new ArrayList<>();
    private long batchLength;

    /** What may still be on its way: batches overtake each other, and of two equal contents the first shall stay. */
    private final Set<String> underway = new HashSet<>();

    private Import(Destination destination, ImportReport report) {
        this.destination = destination;
        this.report = report;
        this.room = new Semaphore(2 * destination.threads());
    }

    /**
     * Imports everything.
     *
     * @throws ImportStoppedException when the destination takes no more
     * @throws dev.memoryservice.server.portable.InvalidFileException when the source is damaged; what came before that
     *     place has been imported
     */
    public static void run(Source source, Destination destination, ImportReport report) {
        Import running = new Import(destination, report);
        try (ExecutorService threads = Executors.newFixedThreadPool(destination.threads())) {
            try {
                source.read(item -> running.accept(item, threads));
            } finally {
                running.send(threads);
            }
        }
        running.stopOnFailure();
    }

    private void accept(Item item, ExecutorService threads) {
        stopOnFailure();
        switch (item) {
            case Item.Unusable unusable -> report.add(item, unusable.why());
            case Item.Found found -> {
                if (underway.contains(found.memory().memory().contentHash()) || underway.size() == MOST_UNDERWAY) {
                    send(threads);
                    awaitAll();
                }
                underway.add(found.memory().memory().contentHash());
                batch.add(found);
                batchLength += found.memory().memory().content().length();
                if (batch.size() == LARGEST_BATCH || batchLength >= LONGEST_BATCH) {
                    send(threads);
                }
            }
        }
    }

    private void send(ExecutorService threads) {
        List<Item.Found> items = batch;
        batch = new ArrayList<>();
        batchLength = 0;
        if (items.isEmpty()) {
            return;
        }
        room.acquireUninterruptibly();
        threads.execute(() -> {
            try {
                if (failure.get() == null) {
                    take(items);
                }
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            } finally {
                room.release();
            }
        });
    }

    private void awaitAll() {
        room.acquireUninterruptibly(2 * destination.threads());
        room.release(2 * destination.threads());
        underway.clear();
    }

    private void take(List<Item.Found> items) {
        List<Outcome> outcomes = destination.take(items);
        for (int i = 0; i < items.size(); i++) {
            report.add(items.get(i), outcomes.get(i));
        }
    }

    private void stopOnFailure() {
        RuntimeException stopped = failure.get();
        if (stopped != null) {
            throw stopped;
        }
    }
}
