package dev.memoryservice.server.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The answer to one request: JSON, or, from the first notification on, an event stream that the result ends. Safe for
 * use by many threads; everything is written on the event loop of the connection, in the order of the calls.
 */
final class Reply {

    private final Optional<JsonNode> id;
    private final HttpServerResponse response;
    private final Context context;
    private final boolean streams;
    private boolean streaming;
    private volatile boolean closed;

    /** @param id of the request; empty when it is not known */
    Reply(RoutingContext request, Optional<JsonNode> id) {
        this.id = id;
        response = request.response();
        context = request.vertx().getOrCreateContext();
        String accepted = request.request().getHeader(HttpHeaders.ACCEPT);
        streams = accepted != null && (accepted.contains("text/event-stream") || accepted.contains("*/*"));
        request.addEndHandler(ended -> closed = true);
    }

    /** Whether the client has gone, which cancels its request. */
    boolean closed() {
        return closed || response.closed();
    }

    /** The request is done. */
    void result(ObjectNode result) {
        ObjectNode message = envelope();
        message.set("result", result);
        end(200, message);
    }

    /** The request is not done. */
    void error(ProtocolException problem) {
        ObjectNode message = envelope();
        message.set("error", problem.error());
        end(problem.kind().status(), message);
    }

    /** A notification that belongs to the request; dropped when the client takes JSON only or does not keep up. */
    void tell(ObjectNode notification) {
        if (!streams || closed()) {
            return;
        }
        context.runOnContext(ignored -> {
            if (response.ended() || response.closed()) {
                return;
            }
            open();
            if (!response.writeQueueFull()) {
                response.write(EventFrames.of(notification));
            }
        });
    }

    private void open() {
        if (!streaming) {
            streaming = true;
            EventFrames.begin(response);
        }
    }

    private void end(int status, ObjectNode message) {
        context.runOnContext(ignored -> {
            if (response.ended() || response.closed()) {
                return;
            }
            if (streaming) {
                response.end(EventFrames.of(message));
                return;
            }
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(message.toString());
        });
    }

    private ObjectNode envelope() {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("jsonrpc", "2.0");
        message.set("id", id.orElse(JsonNodeFactory.instance.nullNode()));
        return message;
    }
}
