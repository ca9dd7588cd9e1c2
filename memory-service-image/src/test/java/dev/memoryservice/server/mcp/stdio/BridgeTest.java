package dev.memoryservice.server.mcp.stdio;

import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a client at the pipes of the command {@code stdio} sees. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class BridgeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private static final class Pipes implements AutoCloseable {

        private final OutputStream input;
        private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> bridge;
        private final CompletableFuture<Void> reader;

        Pipes(String server, String key) throws Exception {
            Pipe toBridge = Pipe.open();
            Pipe fromBridge = Pipe.open();
            input = Channels.newOutputStream(toBridge.sink());
            InputStream bridgeInput = Channels.newInputStream(toBridge.source());
            OutputStream bridgeOutput = Channels.newOutputStream(fromBridge.sink());
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(fromBridge.source()), UTF_8));
            bridge = CompletableFuture.runAsync(
                    () -> {
                        try (bridgeOutput) {
                            new Bridge(
                                            HttpClient.newHttpClient(),
                                            URI.create(server),
                                            Optional.of(key),
                                            bridgeInput,
                                            bridgeOutput)
                                    .run();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    },
                    task -> Thread.ofPlatform().start(task));
            reader = CompletableFuture.runAsync(
                    () -> lines.lines().forEach(line -> {
                        try {
                            messages.add(JSON.readTree(line));
                        } catch (Exception e) {
                            throw new AssertionError("No JSON on standard output: " + line, e);
                        }
                    }),
                    task -> Thread.ofPlatform().start(task));
        }

        void send(String message) throws Exception {
            input.write((message + "\n").getBytes(UTF_8));
            input.flush();
        }

        JsonNode hear(Predicate<JsonNode> wanted) {
            await().until(() -> messages.stream().anyMatch(wanted));
            return messages.stream().filter(wanted).findFirst().orElseThrow();
        }

        JsonNode answer(int id) {
            return hear(message -> message.path("id").asInt(-1) == id);
        }

        @Override
        public void close() throws IOException {
            input.close();
            bridge.join();
            reader.join();
        }
    }

    private static Pipes pipes() throws Exception {
        return new Pipes("http://localhost:" + RestAssured.port + "/mcp", RunningServer.KEY);
    }

    @Test
    void aClientWithAHandshakeIsServedAndHearsOfChanges() throws Exception {
        try (Pipes client = pipes()) {
            client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                    + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
            assertThat(client.answer(1).at("/result/protocolVersion").asText()).isEqualTo("2025-06-18");
            client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            client.send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");
            assertThat(client.answer(2).at("/result/tools").findValuesAsText("name"))
                    .contains("memory_store");
            client.send("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"resources/subscribe\","
                    + "\"params\":{\"uri\":\"memory://stats\"}}");
            assertThat(client.answer(3).has("result")).isTrue();

            // The stream that brings changes may open a moment later.
            await().until(() -> {
                store(unique("Told to who subscribed"));
                return client.messages.stream()
                        .anyMatch(message -> "notifications/resources/updated"
                                        .equals(message.path("method").asText())
                                && "memory://stats"
                                        .equals(message.at("/params/uri").asText()));
            });
        }
    }

    @Test
    void aClientWithoutAHandshakeIsServedAndHearsOfChangesUntilItCancels() throws Exception {
        try (Pipes client = pipes()) {
            client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":{" + META + "}}");
            assertThat(client.answer(1).at("/result/resultType").asText()).isEqualTo("complete");
            client.send(
                    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"memory_health\","
                            + META + "}}");
            assertThat(client.answer(2).at("/result/structuredContent/status").asText())
                    .isEqualTo("healthy");
            client.send(
                    "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":{"
                            + "\"resourceSubscriptions\":[\"memory://stats\"]}," + META + "}}");
            client.hear(message -> message.path("method").asText().endsWith("acknowledged"));
            store(unique("Told to who listens"));
            client.hear(message -> message.path("method").asText().endsWith("updated"));
            client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":3}}");
        }
    }

    @Test
    void aNameWithLettersOfAnyScriptArrives() throws Exception {
        String tag = unique("Größe 身長");
        store(unique("Measured"), tag);
        String uri = "memory://tag/" + tag.replace(" ", "%20");
        try (Pipes client = pipes()) {
            client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":"
                    + JSON.writeValueAsString(Map.of("uri", uri)).replaceAll("}$", "," + META + "}}"));
            assertThat(client.answer(1).at("/result/contents/0/text").asText()).contains("Measured");
        }
    }

    @Test
    void whatIsNoMessageIsAnErrorAndTheNextIsServed() throws Exception {
        try (Pipes client = pipes()) {
            client.send("{no json");
            assertThat(client.hear(message -> message.path("id").isNull())
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32700);
            client.send("");
            client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
            assertThat(client.answer(1).has("result")).isTrue();
        }
    }

    @Test
    void aWrongKeyIsSaidAndNotHidden() throws Exception {
        try (Pipes client = new Pipes("http://localhost:" + RestAssured.port + "/mcp", "wrong")) {
            client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
            assertThat(client.answer(1).at("/error/message").asText()).contains("403", "not one of this server");
        }
    }

    @Test
    void aServerThatIsNotThereIsSaid() throws Exception {
        try (Pipes client = new Pipes("http://localhost:1/mcp", "any")) {
            client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
            assertThat(client.answer(1).at("/error/message").asText())
                    .contains("http://localhost:1/mcp", "cannot be reached");
        }
    }
}
