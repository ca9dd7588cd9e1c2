package dev.memoryservice.server.events;

import dev.memoryservice.server.auth.Caller;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One client that listens. Everything is written on the connection's own event loop, in the order of the calls.
 * What the client has not read yet is bounded: with more than that, it is disconnected.
 */
final class EventStream {

    private static final Logger LOG = Logger.getLogger(EventStream.class);

    private final String id = UUID.randomUUID().toString();
    private final Instant opened = Instant.now();
    private final Caller caller;
    private final Set<String> stores;
    private final Listener listener;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Consumer<EventStream> left;
    private final Backlog backlog;
    private volatile Instant lastHeartbeat = opened;

    /** What was written and has not left for the client yet, in bytes; of the event loop. */
    private long unread;

    /** @param address for statistics; {@code userAgent} as well */
    record Listener(String address, String userAgent) {}

    /**
     * A stream that has sent nothing yet.
     *
     * @param stores what it listens to; none means every store
     * @param backlog what this and the other streams lag behind by
     * @param left hears of it when the stream is cut
     */
    EventStream(
            Caller caller,
            Set<String> stores,
            Listener listener,
            Context context,
            HttpServerRequest request,
            Backlog backlog,
            Consumer<EventStream> left) {
        this.caller = caller;
        this.stores = Set.copyOf(stores);
        this.listener = listener;
        this.context = context;
        this.request = request;
        this.response = request.response();
        this.backlog = backlog;
        this.left = left;
    }

    boolean wants(ServerEvent event) {
        return event.isForEverybody()
                || (event.tenant().equals(caller.tenant())
                        && (stores.isEmpty()
                                || event.store().filter(stores::contains).isPresent()));
    }

    void send(String frame) {
        context.runOnContext(ignored -> {
            if (response.ended() || response.closed()) {
                return;
            }
            if (backlog.isTooMuch(unread)) {
                LOG.infof(
                        "Event stream %s of %s reads too slowly and is closed; it can resume with Last-Event-ID",
                        id, caller.name());
                cut();
                return;
            }
            write(frame);
        });
    }

    private void write(String frame) {
        long bytes = frame.length();
        unread += bytes;
        backlog.add(bytes);
        response.write(frame).onComplete(taken -> {
            unread -= bytes;
            backlog.add(-bytes);
        });
    }

    /**
     * Ends the stream without another byte. A close of HTTP/1 first sends everything that waits, for which a client
     * that does not read lets the server wait for ever; so there the channel itself is closed.
     */
    private void cut() {
        left.accept(this);
        if (request.version() != HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase connection) {
            Channel channel = connection.channel();
            channel.unsafe().close(channel.voidPromise());
        } else {
            response.reset();
        }
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
