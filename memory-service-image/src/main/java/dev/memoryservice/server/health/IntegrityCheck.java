package dev.memoryservice.server.health;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.StoreUnavailableException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Reads everything that is stored soon after the start and then from time to time, so that damage is found while there
 * are backups from before it, and not when somebody asks for what was hit.
 */
@Singleton
final class IntegrityCheck {

    private static final Logger LOG = Logger.getLogger(IntegrityCheck.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The start itself is not slowed down by it. */
    private static final Duration AFTER_START = Duration.ofSeconds(10);

    private final MemoryStore store;
    private final Duration every;

    IntegrityCheck(MemoryStore store, ServerConfig config) {
        this.store = store;
        this.every = config.sqlite().integrityCheckEvery();
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        if (every.compareTo(SHORTEST) < 0) {
            throw new ConfigurationException(
                    "memory-service.sqlite.integrity-check-every is " + every + ": at least 1 second");
        }
        Duration first = every.compareTo(AFTER_START) < 0 ? every : AFTER_START;
        vertx.setTimer(first.toMillis(), timer -> check(vertx));
    }

    /** The next one is counted from the end of this one, so that they never overtake each other. */
    private void check(Vertx vertx) {
        vertx.executeBlocking(
                        () -> {
                            check();
                            return null;
                        },
                        false)
                .onComplete(done -> vertx.setTimer(every.toMillis(), timer -> check(vertx)));
    }

    private void check() {
        long started = System.nanoTime();
        try {
            store.checkIntegrity();
            LOG.debugf(
                    "Everything stored is whole; read in %d ms",
                    Duration.ofNanos(System.nanoTime() - started).toMillis());
        } catch (StoreUnavailableException e) {
            LOG.errorf("The check of everything stored failed, next one in %s: %s", every, e.getMessage());
        }
    }
}
