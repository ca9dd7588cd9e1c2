package dev.memoryservice.server.health;

import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.StoreProblem;
import dev.memoryservice.server.memory.StoreUnavailableException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Whether requests can be served now. The store is asked at most once a second, however many ask. The model needs no
 * question: a server whose model did not load does not start.
 *
 * <p>A server that can be read is ready, even if nothing can be stored: taking it away from its clients would only take
 * the searches from them as well.
 */
@Singleton
public final class Readiness {

    private static final Logger LOG = Logger.getLogger(Readiness.class);
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    /** Longer than a write may take; a store that keeps silent for longer is told so, and not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final MemoryStore store;
    private volatile boolean stopping;
    private Optional<Trouble> trouble = Optional.empty();
    private CompletableFuture<Optional<Trouble>> look = CompletableFuture.completedFuture(Optional.empty());
    private long lookBegan = System.nanoTime() - PATIENCE.toNanos();

    Readiness(MemoryStore store) {
        this.store = store;
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
    }

    /** Whether searches and reads are answered. Blocks for up to two seconds. */
    public boolean ready() {
        return !stopping && trouble().map(Trouble::readable).orElse(true);
    }

    /** What cannot be done now, and why; empty when everything can. Blocks for up to two seconds. */
    public synchronized Optional<Trouble> trouble() {
        Duration age = Duration.ofNanos(System.nanoTime() - lookBegan);
        if (look.isDone() && age.compareTo(GOOD_FOR) >= 0) {
            look = begin();
            lookBegan = System.nanoTime();
            age = Duration.ZERO;
        }
        Optional<Trouble> before = trouble;
        trouble = outcome(PATIENCE.minus(age));
        if (!trouble.map(Trouble::problem).equals(before.map(Trouble::problem))) {
            trouble.ifPresentOrElse(
                    found -> LOG.errorf("%s: %s", found.readable() ? "Read-only" : "Not ready", found.message()),
                    () -> LOG.info("Ready again: the store can be read and written"));
        }
        return trouble;
    }

    /** Aside, because a volume that is stuck holds whoever touches it for as long as it likes. */
    private CompletableFuture<Optional<Trouble>> begin() {
        CompletableFuture<Optional<Trouble>> begun = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("health").start(() -> {
            try {
                begun.complete(look());
            } catch (RuntimeException e) {
                begun.completeExceptionally(e);
            }
        });
        return begun;
    }

    private Optional<Trouble> look() {
        try {
            store.checkReading();
        } catch (StoreUnavailableException e) {
            return Optional.of(new Trouble(e.problem(), e.getMessage(), false));
        }
        try {
            store.checkWriting();
        } catch (StoreUnavailableException e) {
            return Optional.of(new Trouble(e.problem(), e.getMessage(), true));
        }
        return Optional.empty();
    }

    private Optional<Trouble> outcome(Duration patience) {
        try {
            return look.get(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.of(new Trouble(
                    StoreProblem.SLOW,
                    "The database did not answer a read in %d seconds: its volume is slow or stuck"
                            .formatted(PATIENCE.toSeconds()),
                    false));
        } catch (ExecutionException e) {
            throw new IllegalStateException("The store cannot be asked how it is", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return trouble;
        }
    }
}
