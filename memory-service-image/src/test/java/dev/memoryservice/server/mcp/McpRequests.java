package dev.memoryservice.server.mcp;

import static dev.memoryservice.server.Client.sending;

import io.restassured.response.Response;
import java.util.Map;

/** Messages of the revisions with a handshake, which this server answers without one as well. */
public final class McpRequests {

    private McpRequests() {}

    /** The answer to the call of a tool. */
    public static Response tool(String name, Map<?, ?> arguments) {
        return call("/mcp", "tools/call", Map.of("name", name, "arguments", arguments));
    }

    static Response call(String path, String method, Map<?, ?> parameters) {
        return sending(request(method, parameters)).post(path);
    }

    /** The first message of a session in this revision. */
    public static Map<String, Object> initialize(String revision) {
        return request(
                "initialize",
                Map.of(
                        "protocolVersion",
                        revision,
                        "capabilities",
                        Map.of(),
                        "clientInfo",
                        Map.of("name", "test", "version", "1")));
    }

    static Map<String, Object> request(String method, Map<?, ?> parameters) {
        return Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", parameters);
    }
}
