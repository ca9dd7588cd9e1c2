package dev.memoryservice.server.gate;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Ends a request at the gate, in the shape that REST refuses in. */
final class Refusals {

    private Refusals() {}

    /** @param detail what was wrong, with what value, and what to do */
    static void refuse(RoutingContext request, int status, String detail) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("detail", detail).encode());
    }
}
