package dev.memoryservice.server.mcp.modern;

import static dev.memoryservice.server.Client.client;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;

/** A client of the stateless revision, as it goes over the wire. */
final class Stateless {

    static final String REVISION = "2026-07-28";

    private Stateless() {}

    /** Metadata as each request carries it. */
    static Map<String, Object> meta() {
        return new HashMap<>(Map.of(
                "io.modelcontextprotocol/protocolVersion", REVISION,
                "io.modelcontextprotocol/clientInfo", Map.of("name", "test", "version", "1"),
                "io.modelcontextprotocol/clientCapabilities", Map.of()));
    }

    static Map<String, Object> message(String method, Map<String, ?> parameters) {
        Map<String, Object> params = new HashMap<>(parameters);
        params.putIfAbsent("_meta", meta());
        return Map.of("jsonrpc", "2.0", "id", 7, "method", method, "params", params);
    }

    /** With the headers that go with a method and a name, which may be null. */
    static RequestSpecification headed(String method, String name) {
        RequestSpecification request = client().contentType(ContentType.JSON)
                .accept("application/json, text/event-stream")
                .header("MCP-Protocol-Version", REVISION)
                .header("Mcp-Method", method);
        return name == null ? request : request.header("Mcp-Name", name);
    }

    static Response call(String method, Map<String, ?> parameters) {
        Object name = parameters.containsKey("name") ? parameters.get("name") : parameters.get("uri");
        return headed(method, (String) name).body(message(method, parameters)).post("/mcp");
    }

    static Response tool(String name, Map<String, ?> arguments) {
        return call("tools/call", Map.of("name", name, "arguments", arguments));
    }
}
