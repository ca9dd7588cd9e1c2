package dev.memoryservice.server.command;

import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Does with the running server what clients do, and fails when any of it does not work. */
public final class Exercise implements QuarkusApplication {

    static final String KEY = "only-on-the-loopback-and-only-during-the-image-build";

    private static final Logger LOG = Logger.getLogger(Exercise.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ROUNDS = 2;

    @Override
    public int run(String... arguments) throws IOException, InterruptedException {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        try (HttpClient client = HttpClient.newHttpClient()) {
            Calls calls = new Calls(client, URI.create("http://127.0.0.1:" + port));
            // The stream is closed before the client, which would wait for its end.
            try (InputStream events = calls.open("/api/events")) {
                for (int round = 0; round < ROUNDS; round++) {
                    rest(calls, round);
                    mcp(calls, round);
                }
                events.readNBytes(1);
            }
        }
        LOG.info("Trained");
        return 0;
    }

    private static void rest(Calls calls, int round) throws IOException, InterruptedException {
        calls.post(
                "/api/memories",
                "{\"content\":\"Round " + round + ": the release moves to Tuesday\",\"tags\":[\"release\"],"
                        + "\"metadata\":{\"round\":" + round + "}}");
        calls.post("/api/search", "{\"query\":\"when is the release?\",\"n_results\":5}");
        calls.post("/api/search/by-tag", "{\"tags\":[\"release\"]}");
        for (String path : List.of(
                "/api/memories?tag=release",
                "/api/tags",
                "/api/health",
                "/api/health/detailed",
                "/metrics",
                "/openapi")) {
            calls.get(path);
        }
    }

    private static void mcp(Calls calls, int round) throws IOException, InterruptedException {
        calls.post("/mcp", """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",
                 "capabilities":{},"clientInfo":{"name":"train","version":"1"}}}""");
        calls.post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");
        calls.post(
                "/mcp",
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"memory_store\","
                        + "\"arguments\":{\"content\":\"Told over MCP in round " + round + "\"}}}");
        calls.post(
                "/mcp",
                "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tools/call\",\"params\":{\"name\":\"memory_search\","
                        + "\"arguments\":{\"query\":\"what was told?\"}}}");
        calls.stateless("server/discover", "", "");
        calls.stateless("tools/list", "", "");
        calls.stateless(
                "tools/call",
                "memory_search",
                "\"name\":\"memory_search\",\"arguments\":{\"query\":\"what was told?\"},");
    }

    /** The calls of one client. Every answer has to be a good one. */
    private record Calls(HttpClient client, URI server) {

        void get(String path) throws IOException, InterruptedException {
            good(path, client.send(to(path).build(), BodyHandlers.ofString()));
        }

        void post(String path, String body) throws IOException, InterruptedException {
            good(
                    path,
                    client.send(
                            to(path).header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString()));
        }

        /** A message of the stateless revision. */
        void stateless(String method, String name, String parameters) throws IOException, InterruptedException {
            HttpRequest.Builder request = to("/mcp")
                    .header("Content-Type", "application/json")
                    .header("MCP-Protocol-Version", "2026-07-28")
                    .header("Mcp-Method", method);
            if (!name.isEmpty()) {
                request.header("Mcp-Name", name);
            }
            String body = "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"" + method + "\",\"params\":{" + parameters
                    + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
            good(method, client.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString()));
        }

        InputStream open(String path) throws IOException, InterruptedException {
            HttpResponse<InputStream> response = client.send(to(path).build(), BodyHandlers.ofInputStream());
            good(path, response);
            return response.body();
        }

        private HttpRequest.Builder to(String path) {
            return HttpRequest.newBuilder(server.resolve(path))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + KEY);
        }

        private static void good(String path, HttpResponse<?> response) throws IOException {
            if (response.statusCode() >= 300) {
                throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
            }
        }
    }
}
