package dev.memoryservice.server.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.events.ChangeNotice;
import dev.memoryservice.server.mcp.Resources;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * One open stream. Changes that come in quick succession are told once: a client that hears of one reads the resource
 * again, and that is what costs. Everything is written on the event loop of the connection; a client that does not
 * read is not waited for, and is told later that there was something.
 */
final class Subscription {

    /** How long changes are gathered, in milliseconds. */
    private static final long GATHER = 200;

    private static final String ID_KEY = "io.modelcontextprotocol/subscriptionId";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode id;
    private final String tenant;
    private final Map<String, Resources.Addressed> wanted;
    private final HttpServerResponse response;
    private final Context context;

    /** What has changed and was not told yet; touched on the event loop only. */
    private final Set<String> changed = new LinkedHashSet<>();

    /** @param id of the request, which all its notifications carry */
    Subscription(RoutingContext request, JsonNode id, String tenant, Map<String, Resources.Addressed> wanted) {
        this.id = id;
        this.tenant = tenant;
        this.wanted = wanted;
        response = request.response();
        context = request.vertx().getOrCreateContext();
    }

    /** The first message: what will be told of. */
    void acknowledge() {
        EventFrames.begin(response);
        ObjectNode message = notification("notifications/subscriptions/acknowledged");
        ObjectNode filter = ((ObjectNode) message.get("params")).putObject("notifications");
        if (!wanted.isEmpty()) {
            wanted.keySet().forEach(filter.putArray("resourceSubscriptions")::add);
        }
        response.write(EventFrames.of(message));
    }

    void changed(ChangeNotice change) {
        if (wanted.isEmpty() || !change.tenant().equals(tenant)) {
            return;
        }
        context.runOnContext(ignored -> {
            boolean waiting = !changed.isEmpty();
            wanted.forEach((uri, resource) -> {
                if (resource.resource().changedBy(change, resource.variables())) {
                    changed.add(uri);
                }
            });
            if (!waiting && !changed.isEmpty()) {
                context.owner().setTimer(GATHER, timer -> context.runOnContext(now -> tell()));
            }
        });
    }

    private void tell() {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> tell());
            return;
        }
        for (String uri : changed) {
            ObjectNode message = notification("notifications/resources/updated");
            ((ObjectNode) message.get("params")).put("uri", uri);
            response.write(EventFrames.of(message));
        }
        changed.clear();
    }

    /** The server stops. */
    void end() {
        context.runOnContext(ignored -> {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        });
    }

    private ObjectNode notification(String method) {
        ObjectNode message = NODES.objectNode();
        message.put("jsonrpc", "2.0").put("method", method);
        message.putObject("params").putObject("_meta").set(ID_KEY, id);
        return message;
    }
}
