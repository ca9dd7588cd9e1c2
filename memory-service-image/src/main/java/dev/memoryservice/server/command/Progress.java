package dev.memoryservice.server.command;

import dev.memoryservice.server.importing.ImportReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Says every few seconds how far an import has come. */
final class Progress {

    private static final long EVERY_SECONDS = 5;

    private final PrintWriter errors;
    private final CountDownLatch done = new CountDownLatch(1);
    private final long start = System.nanoTime();

    private Progress(PrintWriter errors) {
        this.errors = errors;
    }

    /** Does {@code work}, which adds to {@code counts}, and speaks meanwhile. */
    static boolean during(ImportReport counts, PrintWriter errors, BooleanSupplier work) {
        Progress progress = new Progress(errors);
        Thread.ofPlatform().daemon().name("progress").start(() -> progress.watch(counts));
        try {
            return work.getAsBoolean();
        } finally {
            progress.done.countDown();
        }
    }

    private void watch(ImportReport counts) {
        try {
            while (!done.await(EVERY_SECONDS, TimeUnit.SECONDS)) {
                long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
                errors.printf("  %d items, %d stored, after %d s%n", counts.total(), counts.stored(), seconds);
                errors.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
