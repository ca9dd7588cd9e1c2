package dev.memoryservice.server.health;

import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.StoreUnavailableException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Whether requests can be served now. The store is asked at most once a second, however many ask. The model needs no
 * question: a server whose model did not load does not start.
 */
@Singleton
public final class Readiness {

    private static final Logger LOG = Logger.getLogger(Readiness.class);
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final MemoryStore store;
    private volatile boolean stopping;
    private Optional<String> problem = Optional.empty();
    private long askedAt = System.nanoTime() - GOOD_FOR.toNanos();

    Readiness(MemoryStore store) {
        this.store = store;
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
    }

    /** Why requests cannot be served now; empty when they can. Blocks for up to a second. */
    public Optional<String> problem() {
        return stopping ? Optional.of("The server stops") : problemOfStore();
    }

    private synchronized Optional<String> problemOfStore() {
        if (System.nanoTime() - askedAt < GOOD_FOR.toNanos()) {
            return problem;
        }
        Optional<String> before = problem;
        try {
            store.checkHealth();
            problem = Optional.empty();
        } catch (StoreUnavailableException e) {
            problem = Optional.of(e.getMessage());
        }
        askedAt = System.nanoTime();
        if (!problem.equals(before)) {
            problem.ifPresentOrElse(
                    reason -> LOG.errorf("Not ready: %s", reason), () -> LOG.info("Ready again: the store answers"));
        }
        return problem;
    }
}
