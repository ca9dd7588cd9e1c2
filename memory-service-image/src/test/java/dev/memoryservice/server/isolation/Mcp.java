package dev.memoryservice.server.isolation;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;

/** A client of the protocol, of either era. */
enum Mcp {
    MODERN {
        @Override
        Response call(Person caller, String method, Map<String, ?> parameters) {
            Map<String, Object> params = new HashMap<>(parameters);
            params.put(
                    "_meta",
                    Map.of(
                            "io.modelcontextprotocol/protocolVersion",
                            REVISION,
                            "io.modelcontextprotocol/clientCapabilities",
                            Map.of()));
            RequestSpecification request =
                    caller.asks().header("MCP-Protocol-Version", REVISION).header("Mcp-Method", method);
            Object named = params.getOrDefault("name", params.get("uri"));
            if (named != null) {
                request.header("Mcp-Name", named);
            }
            return send(request, method, params);
        }
    },
    LEGACY {
        @Override
        Response call(Person caller, String method, Map<String, ?> parameters) {
            return send(caller.asks(), method, parameters);
        }
    };

    private static final String REVISION = "2026-07-28";

    abstract Response call(Person caller, String method, Map<String, ?> parameters);

    private static Response send(RequestSpecification request, String method, Map<String, ?> params) {
        return request.contentType(ContentType.JSON)
                .body(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", params))
                .post("/mcp");
    }

    /** A session of the era that has them. */
    static String session(Person caller) {
        return send(
                        caller.asks(),
                        "initialize",
                        Map.of(
                                "protocolVersion",
                                "2025-11-25",
                                "capabilities",
                                Map.of(),
                                "clientInfo",
                                Map.of("name", "test", "version", "1")))
                .then()
                .statusCode(200)
                .extract()
                .header("Mcp-Session-Id");
    }
}
