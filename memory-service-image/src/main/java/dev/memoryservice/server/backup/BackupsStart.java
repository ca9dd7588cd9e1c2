package dev.memoryservice.server.backup;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Looks at the backups when the server has started, beside it: a slow volume must not keep it waiting. */
@Singleton
final class BackupsStart {

    private static final Logger LOG = Logger.getLogger(BackupsStart.class);

    private final Backups backups;
    private final Restores restores;

    BackupsStart(Backups backups, Restores restores) {
        this.backups = backups;
        this.restores = restores;
    }

    void start(@Observes StartupEvent event) {
        // Before the first request, which may begin something new.
        backups.removeLeftovers();
        restores.endInterrupted();
        Thread.ofPlatform().name("backups-start").daemon().start(() -> {
            try {
                backups.open();
            } catch (RuntimeException e) {
                LOG.warnf("The backups cannot be looked at now: %s", Failure.told(e));
            }
        });
    }
}
