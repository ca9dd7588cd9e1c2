package dev.memoryservice.server.backup;

import dev.memoryservice.server.logging.RequestIds;
import dev.memoryservice.server.request.RefusedException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Does one backup, verification, restore or pruning at a time, and refuses the second: each reads or writes everything
 * there is, and two of them would only take each other's time and room.
 */
@Singleton
final class Worker {

    private static final Logger LOG = Logger.getLogger(Worker.class);

    /**
     * Something that is done.
     *
     * @param id of what
     */
    record Task(Work what, String id) {

        @Override
        public String toString() {
            return "the " + what + " " + id;
        }
    }

    private Optional<Task> current = Optional.empty();
    private Optional<Thread> thread = Optional.empty();
    private volatile boolean stopping;

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        Optional<Thread> running;
        synchronized (this) {
            running = thread;
        }
        if (running.isPresent()) {
            running.get().join();
        }
    }

    /** What is being done. */
    synchronized Optional<Task> current() {
        return current;
    }

    /**
     * Begins {@code work} on a thread of its own.
     *
     * @param begin runs before, on this thread
     * @return ends when the work has, and never fails
     * @throws RefusedException when something else is being done; nothing was begun
     */
    CompletableFuture<Void> start(Task task, Runnable begin, Runnable work) {
        take(task);
        CompletableFuture<Void> done = new CompletableFuture<>();
        Optional<Object> request = Optional.ofNullable(MDC.get(RequestIds.KEY));
        try {
            begin.run();
            Thread started = Thread.ofPlatform().name("backup").daemon().unstarted(() -> {
                // What is logged on the way is about the request that began it.
                request.ifPresent(id -> MDC.put(RequestIds.KEY, id));
                try {
                    work.run();
                } catch (RuntimeException | Error e) {
                    LOG.errorf(e, "%s failed in a way that nobody foresaw", task);
                } finally {
                    release();
                    done.complete(null);
                }
            });
            synchronized (this) {
                thread = Optional.of(started);
            }
            started.start();
        } catch (RuntimeException | Error e) {
            release();
            throw e;
        }
        return done;
    }

    /** Does {@code work} here and now, under the same rule. */
    <T> T during(Task task, Supplier<T> work) {
        take(task);
        try {
            return work.get();
        } finally {
            release();
        }
    }

    /**
     * To be called often by whatever takes long.
     *
     * @throws BackupException when the server stops
     */
    void goOn() {
        if (stopping) {
            throw new BackupException("Interrupted, since the server stops: try again when it is back");
        }
    }

    private synchronized void take(Task task) {
        if (current.isPresent()) {
            throw new RefusedException(
                    RefusedException.Reason.OCCUPIED,
                    "The server is at work on " + current.get() + ", and does one such thing at a time: try again when"
                            + " it has ended");
        }
        current = Optional.of(task);
    }

    private synchronized void release() {
        current = Optional.empty();
        thread = Optional.empty();
    }
}
