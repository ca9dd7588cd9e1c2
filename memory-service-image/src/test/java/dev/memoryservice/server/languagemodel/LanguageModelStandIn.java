package dev.memoryservice.server.languagemodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.memoryservice.server.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * An OpenAI-compatible service as far as chat completions go: the path, the key, the shape of questions, answers and
 * errors. Fails first as often as it is told to, then answers.
 */
public final class LanguageModelStandIn implements AutoCloseable {

    public static final String KEY = "key-of-the-language-model";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ConcurrentLinkedQueue<Integer> failures = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> questions = new CopyOnWriteArrayList<>();
    private final Function<String, String> answer;

    /** @param answer what the model says to the user's message */
    public LanguageModelStandIn(Function<String, String> answer) throws IOException {
        this.answer = answer;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::complete);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Answers the next questions with these statuses first. */
    public LanguageModelStandIn failingFirst(Integer... statuses) {
        failures.addAll(List.of(statuses));
        return this;
    }

    /** Every question that was let in, newest last. */
    public List<JsonNode> questions() {
        return List.copyOf(questions);
    }

    /** The configuration that leads here. */
    public ServerConfig.LanguageModel config(Path keyFile, Duration timeout) {
        return new Config(
                Optional.of("http://localhost:" + server.getAddress().getPort() + "/v1/"),
                "stand-in",
                Optional.of(keyFile),
                timeout);
    }

    /** No model at all. */
    public static ServerConfig.LanguageModel none() {
        return new Config(Optional.empty(), "none", Optional.empty(), Duration.ofSeconds(1));
    }

    private record Config(Optional<String> url, String model, Optional<Path> apiKeyFile, Duration timeout)
            implements ServerConfig.LanguageModel {}

    private void complete(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode question = JSON.readTree(exchange.getRequestBody());
            if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                error(exchange, 401, "invalid_api_key");
                return;
            }
            questions.add(question);
            Integer failure = failures.poll();
            if (failure != null) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                error(exchange, failure, failure == 429 ? "rate_limit_exceeded" : "server_error");
                return;
            }
            String said = answer.apply(question.at("/messages/1/content").asText());
            send(
                    exchange,
                    200,
                    Map.of(
                            "object",
                            "chat.completion",
                            "choices",
                            List.of(Map.of(
                                    "index",
                                    0,
                                    "message",
                                    Map.of("role", "assistant", "content", said),
                                    "finish_reason",
                                    "stop"))));
        }
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        send(exchange, status, Map.of("error", Map.of("message", "refused", "type", code, "code", code)));
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes;
        try {
            bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
