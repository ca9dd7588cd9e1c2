package dev.memoryservice.server.events;

import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.gate.OpenStreams;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.RefusedException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET /api/events}: opens a stream. A plain route, because only there it is in sight what a client has
 * taken.
 */
@Singleton
public final class EventRoutes {

    private final EventStreams streams;
    private final OpenStreams open;
    private final Stores stores;
    private final Vertx vertx;

    EventRoutes(EventStreams streams, OpenStreams open, Stores stores, Vertx vertx) {
        this.streams = streams;
        this.open = open;
        this.stores = stores;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        EventStreams.PATHS.forEach(path -> router.route(HttpMethod.GET, path).handler(this::open));
    }

    private void open(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        Caller caller = Caller.of(context);
        try {
            EventStream stream = new EventStream(
                    caller,
                    wanted(caller, request.params().getAll("store")),
                    new EventStream.Listener(
                            request.remoteAddress() == null
                                    ? ""
                                    : request.remoteAddress().hostAddress(),
                            Optional.ofNullable(request.getHeader(HttpHeaders.USER_AGENT))
                                    .orElse("")),
                    vertx.getOrCreateContext(),
                    request,
                    streams.backlog(),
                    streams::leave);
            context.addEndHandler(ended -> streams.leave(stream));
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                    // Proxies that collect answers before they pass them on would hold events back.
                    .putHeader("X-Accel-Buffering", "no");
            streams.join(stream, lastHeard(request));
            open.watch(context, () -> streams.close(stream));
        } catch (RefusedException e) {
            response.setChunked(false)
                    .setStatusCode(e.reason().status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(new JsonObject().put("detail", e.getMessage()).encode());
        }
    }

    /** Pages that open a new stream with a new ticket cannot set the header: to them the parameter says the same. */
    private static Optional<String> lastHeard(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Last-Event-ID"))
                .or(() -> Optional.ofNullable(request.getParam("last_event_id")));
    }

    private Set<String> wanted(Caller caller, List<String> named) {
        Set<String> wanted = new HashSet<>();
        for (String name : named) {
            Space space = stores.forReading(caller.tenant(), Optional.of(name));
            if (space.isAllStores()) {
                return Set.of();
            }
            wanted.add(space.store());
        }
        return wanted;
    }
}
