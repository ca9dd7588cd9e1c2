package dev.memoryservice.operator.polling;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One clock for everything that is asked again and again; what waits for an answer waits on a virtual thread. */
@Singleton
public class Poller {

    private static final Logger LOG = Logger.getLogger(Poller.class);

    /** Questions at one time, so that a thousand servers do not become a thousand connections. */
    private static final int CONCURRENT = 32;

    private final Semaphore permits = new Semaphore(CONCURRENT);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("poller").factory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    Poller() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Something that may wait for others. */
    @FunctionalInterface
    public interface Task {
        void run() throws InterruptedException;
    }

    /** Runs the task after the delay; not at all if the operator stops before. */
    public void after(Duration delay, Task task) {
        try {
            var unused = timer.schedule(
                    () -> workers.execute(() -> runWithPermit(task)), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("Nothing is asked any more: the operator stops");
        }
    }

    private void runWithPermit(Task task) {
        try {
            permits.acquire();
            try {
                task.run();
            } finally {
                permits.release();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @PreDestroy
    void shutDown() {
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
