package dev.memoryservice.server.mcp.modern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Messages as events of a stream. JSON has no line breaks in it, so one message is one line of data. */
final class EventFrames {

    private EventFrames() {}

    /** Makes an answer a stream. */
    static void begin(HttpServerResponse response) {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                // Proxies that collect answers before they pass them on would hold events back.
                .putHeader("X-Accel-Buffering", "no");
    }

    static String of(ObjectNode message) {
        return "event: message\ndata: " + message + "\n\n";
    }
}
