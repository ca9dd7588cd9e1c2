package dev.memoryservice.server.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.memoryservice.server.memory.SampleMemories;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The embeddings of the OpenAI interface: the path, the key, {@code model} and {@code input}, the answer and the errors
 * of its documentation. Its vectors are three times as long as a unit vector, as nothing there promises unit length.
 */
final class OpenAiStandIn implements AutoCloseable {

    static final String KEY = "key-of-the-embedding-model";
    static final String MODEL = "text-embedding-stand-in";

    /** A text with this in it is never answered but with 503. */
    static final String OVERLOADING = "overload";

    private static final int LONGEST_INPUT = 8_191 * 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Queue<Integer> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();

    OpenAiStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/embeddings", this::embed);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1/";
    }

    /** Answers the next calls with these statuses first; 0 breaks the connection. */
    void failFirst(Integer... statuses) {
        failures.addAll(List.of(statuses));
    }

    int calls() {
        return calls.get();
    }

    private void embed(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls.incrementAndGet();
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            Integer failure = failures.poll();
            String input = request.path("input").asText();
            if (failure != null && failure == 0) {
                return;
            }
            if (input.contains(OVERLOADING)) {
                failure = 503;
            }
            if (failure != null) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                error(exchange, failure, failure == 429 ? "rate_limit_exceeded" : "server_error");
            } else if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                error(exchange, 401, "invalid_api_key");
            } else if (!MODEL.equals(request.path("model").asText())) {
                error(exchange, 404, "model_not_found");
            } else if (input.isEmpty() || input.length() > LONGEST_INPUT) {
                error(exchange, 400, "invalid_request_error");
            } else {
                List<Float> vector = new ArrayList<>();
                for (float value : SampleMemories.vectorOf(input)) {
                    vector.add(3 * value);
                }
                send(
                        exchange,
                        200,
                        Map.of(
                                "object",
                                "list",
                                "model",
                                MODEL,
                                "data",
                                List.of(Map.of("object", "embedding", "index", 0, "embedding", vector)),
                                "usage",
                                Map.of("prompt_tokens", 1, "total_tokens", 1)));
            }
        }
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        send(exchange, status, Map.of("error", Map.of("message", "refused", "type", code, "code", code)));
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
