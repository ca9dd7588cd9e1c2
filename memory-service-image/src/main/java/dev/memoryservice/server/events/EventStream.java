package dev.memoryservice.server.events;

import dev.memoryservice.server.auth.Caller;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * One client that listens. Everything is written on the connection's own event loop, in the order of the calls.
 * What the client has not read yet is bounded: with more than that, it is disconnected.
 */
final class EventStream {

    private static final Logger LOG = Logger.getLogger(EventStream.class);

    /** How far a client may lag behind, in bytes. */
    private static final int LONGEST_LAG = 256 * 1024;

    private final String id = UUID.randomUUID().toString();
    private final Instant opened = Instant.now();
    private final Caller caller;
    private final Set<String> stores;
    private final Listener listener;
    private final Context context;
    private final HttpServerResponse response;
    private volatile Instant lastHeartbeat = opened;

    /** @param address for statistics; {@code userAgent} as well */
    record Listener(String address, String userAgent) {}

    /** @param stores what it listens to; none means every store */
    EventStream(Caller caller, Set<String> stores, Listener listener, Context context, HttpServerResponse response) {
        this.caller = caller;
        this.stores = Set.copyOf(stores);
        this.listener = listener;
        this.context = context;
        this.response = response;
        response.setWriteQueueMaxSize(LONGEST_LAG);
    }

    boolean wants(ServerEvent event) {
        return event.tenant().equals(caller.tenant())
                && (stores.isEmpty() || event.store().filter(stores::contains).isPresent());
    }

    void send(String frame) {
        context.runOnContext(ignored -> {
            if (response.ended() || response.closed()) {
                return;
            }
            if (response.writeQueueFull()) {
                LOG.infof(
                        "Event stream %s of %s reads too slowly and is closed; it can resume with Last-Event-ID",
                        id, caller.name());
                response.reset();
                return;
            }
            response.write(frame);
        });
    }

    void sendHeartbeat(String frame) {
        lastHeartbeat = Instant.now();
        send(frame);
    }

    /** Says goodbye and ends the stream. */
    void end(String frame) {
        context.runOnContext(ignored -> {
            if (!response.ended() && !response.closed()) {
                response.end(frame);
            }
        });
    }

    String id() {
        return id;
    }

    Caller caller() {
        return caller;
    }

    Listener listener() {
        return listener;
    }

    Duration age() {
        return Duration.between(opened, Instant.now());
    }

    Duration sinceHeartbeat() {
        return Duration.between(lastHeartbeat, Instant.now());
    }
}
