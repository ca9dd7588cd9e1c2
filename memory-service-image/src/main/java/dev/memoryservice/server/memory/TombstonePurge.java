package dev.memoryservice.server.memory;

import dev.memoryservice.server.ServerConfig;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Removes tombstones for good when their time has come, and with them the content of deleted memories. */
@Singleton
final class TombstonePurge {

    private static final Logger LOG = Logger.getLogger(TombstonePurge.class);

    private final MemoryStore store;
    private final Duration retention;
    private final Duration every;

    TombstonePurge(MemoryStore store, ServerConfig config) {
        this.store = store;
        retention = config.tombstones().retention();
        every = config.tombstones().purgeEvery();
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(
                every.toMillis(),
                timer -> vertx.executeBlocking(() -> {
                    purge();
                    return null;
                }));
    }

    private void purge() {
        try {
            long purged = 0;
            int last;
            do {
                last = store.purge(Instant.now().minus(retention), MemoryStore.LARGEST_BATCH);
                purged += last;
            } while (last == MemoryStore.LARGEST_BATCH);
            if (purged > 0) {
                LOG.infof("Removed %d tombstones of memories that were deleted more than %s ago", purged, retention);
            }
        } catch (StoreUnavailableException e) {
            LOG.warnf("Tombstones could not be removed, next try in %s: %s", every, e.getMessage());
        }
    }
}
