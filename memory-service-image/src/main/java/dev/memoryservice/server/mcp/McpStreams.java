package dev.memoryservice.server.mcp;

import dev.memoryservice.server.gate.OpenStreams;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the protocol library leaves open around its streams: there is a limit to them, they end when the server stops,
 * and clients that only take JSON are served, since no tool here answers in parts.
 */
@Singleton
public final class McpStreams {

    private static final Set<String> PATHS = Set.of("/mcp", "/mcp/", "/mcp/sse");
    private static final int MOST_STREAMS = 256;
    private static final String BOTH = "application/json, text/event-stream";

    /** After the gate. */
    private static final int PRIORITY = 100;

    private final Set<RoutingContext> open = ConcurrentHashMap.newKeySet();

    private final OpenStreams watched;

    McpStreams(OpenStreams watched) {
        this.watched = watched;
    }

    void register(@Observes Filters filters) {
        filters.register(this::pass, PRIORITY);
    }

    /** Whether a GET of this path opens a stream. */
    public static boolean isStream(String path) {
        return PATHS.contains(path);
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        open.forEach(McpStreams::end);
    }

    private static void end(RoutingContext stream) {
        HttpServerResponse response = stream.response();
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }

    private void pass(RoutingContext context) {
        if (!isStream(context.normalizedPath())) {
            context.next();
            return;
        }
        if (context.request().method().equals(HttpMethod.GET)) {
            if (open.size() >= MOST_STREAMS) {
                context.response()
                        .setStatusCode(503)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(new JsonObject()
                                .put("detail", MOST_STREAMS + " MCP streams are open, which is the limit: close one")
                                .encode());
                return;
            }
            open.add(context);
            context.addEndHandler(ended -> open.remove(context));
            watched.watch(context, () -> end(context));
        } else if (context.request().method().equals(HttpMethod.POST)) {
            context.request().headers().set(HttpHeaders.ACCEPT, BOTH);
        }
        context.next();
    }
}
