package dev.memoryservice.server.gate;

import dev.memoryservice.server.audit.Refusal;
import dev.memoryservice.server.auth.Authentication;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.auth.CredentialChanges;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Ends streams whose callers would not be let in any more: at once when keys or users change, and soon after a key has
 * expired by itself. A request is judged when it comes; a stream is one that lasts for hours.
 */
@Singleton
public final class OpenStreams {

    private static final Logger LOG = Logger.getLogger(OpenStreams.class);

    /** How often keys are looked for that have expired, in milliseconds. */
    private static final long LOOK_AGAIN = 10_000;

    private final Authentication authentication;
    private final CredentialChanges changes;
    private final Map<RoutingContext, Runnable> streams = new ConcurrentHashMap<>();

    OpenStreams(Authentication authentication, CredentialChanges changes) {
        this.authentication = authentication;
        this.changes = changes;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        if (authentication.required()) {
            changes.tell(this::review);
            vertx.setPeriodic(LOOK_AGAIN, timer -> review());
        }
    }

    /**
     * Watches a stream until it ends.
     *
     * @param end ends the stream, from any thread, and does nothing when it has ended
     */
    public void watch(RoutingContext stream, Runnable end) {
        streams.put(stream, end);
        stream.addEndHandler(ended -> streams.remove(stream));
        // What changed between the gate and here was told to those before.
        if (authentication.required()) {
            review(stream, end);
        }
    }

    private void review() {
        streams.forEach(this::review);
    }

    private void review(RoutingContext stream, Runnable end) {
        Caller caller = Caller.of(stream);
        if (!authentication.admitsStill(caller)) {
            LOG.infof("A stream of %s is ended: its credential is not good any more", caller.name());
            Refusal.REJECTED_CREDENTIAL.attachTo(stream);
            streams.remove(stream);
            end.run();
        }
    }
}
