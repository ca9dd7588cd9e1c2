package dev.memoryservice.server.mcp.modern;

import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code subscriptions/listen} with a client that reads while it listens. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class SubscriptionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final class Listener implements AutoCloseable {

        private final HttpClient http = HttpClient.newHttpClient();
        private final HttpResponse<Stream<String>> response;
        private final List<JsonNode> messages = new CopyOnWriteArrayList<>();

        Listener(Map<String, ?> notifications) throws Exception {
            String body = JSON.writeValueAsString(
                    Stateless.message("subscriptions/listen", Map.of("notifications", notifications)));
            response = http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/mcp"))
                            .header("Authorization", "Bearer " + RunningServer.KEY)
                            .header("Content-Type", "application/json")
                            .header("Accept", "application/json, text/event-stream")
                            .header("MCP-Protocol-Version", Stateless.REVISION)
                            .header("Mcp-Method", "subscriptions/listen")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofLines());
            Thread.ofVirtual().start(this::listen);
        }

        private void listen() {
            try {
                response.body().filter(line -> line.startsWith("data:")).forEach(line -> {
                    try {
                        messages.add(JSON.readTree(line.substring("data:".length())));
                    } catch (Exception e) {
                        throw new AssertionError(line, e);
                    }
                });
            } catch (java.io.UncheckedIOException e) {
                // The test closed it.
            }
        }

        List<String> updated() {
            List<String> uris = new ArrayList<>();
            for (JsonNode message : messages) {
                if ("notifications/resources/updated"
                        .equals(message.path("method").asText())) {
                    uris.add(message.at("/params/uri").asText());
                }
            }
            return uris;
        }

        @Override
        public void close() {
            http.shutdownNow();
        }
    }

    @Test
    void firstItSaysWhatItWillTellAndThenItTells() throws Exception {
        String tag = unique("watched");
        String tagUri = "memory://tag/" + tag;
        try (Listener listener = new Listener(Map.of(
                "toolsListChanged",
                true,
                "resourceSubscriptions",
                List.of("memory://stats", tagUri, "memory://tag/another", "memory://nothing")))) {
            await().until(() -> !listener.messages.isEmpty());
            JsonNode first = listener.messages.getFirst();
            assertThat(listener.response.statusCode()).isEqualTo(200);
            assertThat(first.path("method").asText()).isEqualTo("notifications/subscriptions/acknowledged");
            assertThat(first.at("/params/notifications"))
                    .isEqualTo(JSON.valueToTree(Map.of(
                            "resourceSubscriptions", List.of("memory://stats", tagUri, "memory://tag/another"))));

            store(unique("Watched"), tag);

            await().until(() -> listener.updated().containsAll(List.of("memory://stats", tagUri)));
            assertThat(listener.updated()).doesNotContain("memory://tag/another");
            assertThat(listener.messages).allSatisfy(message -> assertThat(
                            message.at("/params/_meta").path("io.modelcontextprotocol/subscriptionId"))
                    .isEqualTo(JSON.valueToTree(7)));
        }
    }

    @Test
    void whoAskedForNothingHearsNothing() throws Exception {
        try (Listener silent = new Listener(Map.of());
                Listener listener = new Listener(Map.of("resourceSubscriptions", List.of("memory://stats")))) {
            await().until(() -> !listener.messages.isEmpty() && !silent.messages.isEmpty());

            store(unique("Unwatched"));

            await().until(() -> !listener.updated().isEmpty());
            assertThat(silent.messages).hasSize(1);
        }
    }

    @Test
    void listeningTakesNoPlaceAmongTheRequests() throws Exception {
        List<Listener> listeners = new ArrayList<>();
        try {
            for (int i = 0; i <= RunningServer.CONCURRENT_REQUESTS; i++) {
                listeners.add(new Listener(Map.of()));
            }
            assertThat(listeners).allSatisfy(listener -> assertThat(listener.response.statusCode())
                    .isEqualTo(200));
            assertThat(store(unique("Still served"))).isNotBlank();
        } finally {
            listeners.forEach(Listener::close);
        }
    }
}
