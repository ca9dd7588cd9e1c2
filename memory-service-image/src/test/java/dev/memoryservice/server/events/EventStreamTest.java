package dev.memoryservice.server.events;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.events.EventClient.Frame;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class EventStreamTest {

    @Inject
    EventStreams streams;

    @ParameterizedTest
    @ValueSource(strings = {"/api/events", "/api/events/stream"})
    void theFirstEventIsTheGreeting(String path) throws Exception {
        try (EventClient listener = listen(path)) {
            Frame greeting = listener.hear("connection_established");

            assertThat(listener.status()).isEqualTo(200);
            assertThat(listener.header("content-type")).hasValue("text/event-stream");
            assertThat(listener.frames().getFirst()).isEqualTo(greeting);
            assertThat(greeting.id()).isNotEmpty();
            assertThat(greeting.data().get("connection_id").asText()).isNotEmpty();
            assertThat(greeting.data().get("heartbeat_interval").asInt()).isEqualTo(1);
            assertThat(greeting.data().has("timestamp")).isTrue();
            assertThat(greeting.data().has("replay")).isFalse();
        }
    }

    @Test
    void everyListenerHearsOfAStoredMemory() throws Exception {
        try (EventClient one = listen("/api/events");
                EventClient other = listen("/api/events?store=default")) {
            one.hear("connection_established");
            other.hear("connection_established");

            String hash = store(unique("x".repeat(120)), "news");

            for (EventClient listener : List.of(one, other)) {
                Frame stored = listener.hear(about("memory_stored", hash));
                assertThat(stored.id()).isNotEmpty();
                assertThat(stored.data().get("content_preview").asText()).isEqualTo("x".repeat(100) + "...");
                assertThat(stored.data().get("tags").get(0).asText()).isEqualTo("news");
                assertThat(stored.data().get("memory_type").asText()).isEqualTo("observation");
                assertThat(stored.data().get("store").asText()).isEqualTo("default");
            }
        }
    }

    @Test
    void aDuplicateIsNoNews() throws Exception {
        String content = unique("known");
        String hash = store(content);
        try (EventClient listener = listen("/api/events")) {
            listener.hear("connection_established");

            store(content);
            String next = store(unique("next"));

            listener.hear(about("memory_stored", next));
            assertThat(listener.frames()).noneMatch(about("memory_stored", hash));
        }
    }

    @Test
    void anUpdateIsHeardOfWithWhatItChanged() throws Exception {
        String hash = store(unique("update me"), "before");
        try (EventClient listener = listen("/api/events?store=default")) {
            listener.hear("connection_established");

            sending(Map.of("tags", List.of("before")))
                    .put("/api/memories/{hash}", hash)
                    .then()
                    .statusCode(200);
            sending(Map.of("tags", List.of("after")))
                    .put("/api/memories/{hash}", hash)
                    .then()
                    .statusCode(200);

            // The first one changed nothing, so the event is the second one's.
            Frame updated = listener.hear(about("memory_updated", hash));
            assertThat(updated.data().get("tags").get(0).asText()).isEqualTo("after");
            assertThat(updated.data().get("updated_fields").toString()).isEqualTo("[\"tags\"]");
            assertThat(updated.data().get("memory_type").asText()).isEqualTo("observation");
        }
    }

    @Test
    void aDeletionIsHeardOf() throws Exception {
        String hash = store(unique("delete me"));
        try (EventClient listener = listen("/api/events")) {
            listener.hear("connection_established");

            client().delete("/api/memories/{hash}", hash).then().statusCode(200);

            assertThat(listener.hear(about("memory_deleted", hash))
                            .data()
                            .get("success")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void searchesAreHeardOfOnlyByThoseWhoListenToEverything() throws Exception {
        try (EventClient everything = listen("/api/events?store=all");
                EventClient oneStore = listen("/api/events?store=default")) {
            everything.hear("connection_established");
            oneStore.hear("connection_established");
            String question = unique("question");

            sending(Map.of("query", question)).post("/api/search").then().statusCode(200);
            String after = store(unique("after the search"));

            Frame searched = everything.hear(frame -> frame.text().contains(question));
            assertThat(searched.name()).isEqualTo("search_completed");
            assertThat(searched.data().get("search_type").asText()).isEqualTo("semantic");
            assertThat(searched.data().get("results_count").isInt()).isTrue();
            assertThat(searched.data().get("processing_time_ms").asDouble()).isPositive();
            oneStore.hear(about("memory_stored", after));
            assertThat(oneStore.frames()).noneMatch(frame -> frame.name().equals("search_completed"));
        }
    }

    @Test
    void everyKindOfSearchIsHeardOf() throws Exception {
        String tag = unique("searched");
        String hash = store(unique("searched"), tag);
        try (EventClient listener = listen("/api/events")) {
            listener.hear("connection_established");

            sending(Map.of("tags", tag)).post("/api/search/by-tag").then().statusCode(200);
            sending(Map.of("query", "this week", "tags", tag))
                    .post("/api/search/by-time")
                    .then()
                    .statusCode(200);
            client().get("/api/search/similar/{hash}", hash).then().statusCode(200);

            Frame byTag = listener.hear(searched("tag", "Tags: " + tag + " (ANY)"));
            assertThat(byTag.data().get("results_count").asInt()).isEqualTo(1);
            assertThat(listener.hear(searched("time", "this week"))
                            .data()
                            .get("results_count")
                            .asInt())
                    .isEqualTo(1);
            listener.hear(searched("similar", hash));
        }
    }

    private static Predicate<Frame> searched(String type, String query) {
        return frame -> frame.name().equals("search_completed")
                && frame.data().get("search_type").asText().equals(type)
                && frame.data().get("query").asText().equals(query);
    }

    @Test
    void aListenerOfOneStoreDoesNotHearOfAnother() throws Exception {
        try (EventClient listener = listen("/api/events?store=" + RunningServer.SECOND_STORE)) {
            listener.hear("connection_established");

            String elsewhere = store(unique("elsewhere"));
            String here = at(
                    sending(Map.of("content", unique("here"), "store", RunningServer.SECOND_STORE))
                            .post("/api/memories"),
                    "content_hash");

            listener.hear(about("memory_stored", here));
            assertThat(listener.frames()).noneMatch(about("memory_stored", elsewhere));
        }
    }

    @Test
    void anUnknownStoreIsRefused() {
        client().get("/api/events?store=nowhere")
                .then()
                .statusCode(400)
                .contentType("application/json")
                .body(json("detail", containsString("nowhere")));
    }

    @Test
    void aClientThatComesBackHearsWhatItMissedAndNothingTwice() throws Exception {
        String lastHeard;
        String heard;
        try (EventClient before = listen("/api/events")) {
            before.hear("connection_established");
            heard = store(unique("heard"));
            lastHeard = before.hear(about("memory_stored", heard)).id();
        }
        String first = store(unique("missed 1"));
        String second = store(unique("missed 2"));

        try (EventClient after = listen("/api/events", "Last-Event-ID", lastHeard)) {
            after.hear(about("memory_stored", second));

            assertThat(after.frames().getFirst().name()).isEqualTo("connection_established");
            var replay = after.frames().getFirst().data().get("replay");
            assertThat(replay.get("status").asText()).isEqualTo("resumed");
            assertThat(replay.get("events_replayed").asInt()).isEqualTo(2);
            assertThat(replay.get("requested_last_event_id").asText()).isEqualTo(lastHeard);
            assertThat(after.frames())
                    .filteredOn(frame -> frame.name().equals("memory_stored"))
                    .extracting(frame -> frame.data().get("content_hash").asText())
                    .containsExactly(first, second);
        }
    }

    @Test
    void aPageThatCannotSetTheHeaderNamesTheLastEventInTheAddress() throws Exception {
        String lastHeard;
        try (EventClient before = listen("/api/events")) {
            lastHeard =
                    before.hear(about("memory_stored", store(unique("heard")))).id();
        }
        String missed = store(unique("missed"));

        String place = URLEncoder.encode(lastHeard, StandardCharsets.UTF_8);
        try (EventClient after = listen("/api/events?last_event_id=" + place)) {
            after.hear(about("memory_stored", missed));
            assertThat(after.frames().getFirst().data().at("/replay/status").asText())
                    .isEqualTo("resumed");
        }
    }

    @Test
    void aClientThatNamesAnUnknownPlaceIsToldSo() throws Exception {
        try (EventClient listener = listen("/api/events", "Last-Event-ID", "from-another-server")) {
            assertThat(listener.hear("connection_established")
                            .data()
                            .at("/replay/status")
                            .asText())
                    .isEqualTo("id_not_in_buffer");
        }
    }

    @Test
    void anIdleStreamGetsHeartbeats() throws Exception {
        try (EventClient listener = listen("/api/events")) {
            Frame heartbeat = listener.hear("heartbeat");

            // A heartbeat is nothing to resume after.
            assertThat(heartbeat.id()).isEmpty();
            assertThat(heartbeat.data().get("active_connections").asInt()).isPositive();
            assertThat(heartbeat.data().get("server_status").asText()).isEqualTo("healthy");
        }
    }

    @Test
    void aTicketOpensOneStream() throws Exception {
        String ticket = at(
                client().post("/api/events/ticket")
                        .then()
                        .statusCode(200)
                        .body(json("$", aMapWithSize(3)))
                        .body(json("expires_in_seconds", equalTo(60.0)))
                        .body(json("param_name", equalTo("ticket")))
                        .extract(),
                "ticket");

        try (EventClient listener = EventClient.open("/api/events?ticket=" + ticket)) {
            listener.hear("connection_established");
        }
        given().get("/api/events?ticket=" + ticket)
                .then()
                .statusCode(403)
                .body(json("detail", containsString("/api/events/ticket")));
    }

    @Test
    void aTicketOpensNothingElse() {
        String ticket = at(client().post("/api/events/ticket"), "ticket");

        given().get("/api/memories?ticket=" + ticket).then().statusCode(401);
    }

    @Test
    void olderClientsMayPutTheKeyIntoTheAddress() throws Exception {
        try (EventClient listener = EventClient.open("/api/events/stream?api_key=" + RunningServer.KEY)) {
            listener.hear("connection_established");
        }
        given().get("/api/events/stream?api_key=wrong").then().statusCode(403);
    }

    @Test
    void theStatisticsTellWhoListens() throws Exception {
        String agent = unique("agent");
        try (EventClient listener = listen("/api/events", "User-Agent", agent)) {
            String id = listener.hear("connection_established")
                    .data()
                    .get("connection_id")
                    .asText();

            Map<String, Object> statistics =
                    at(client().get("/api/events/stats").then().statusCode(200).extract(), "$");
            assertThat(statistics).containsOnlyKeys("total_connections", "heartbeat_interval", "connections");
            assertThat(connections(statistics))
                    .filteredOn(connection -> connection.get("connection_id").equals(id))
                    .singleElement()
                    .satisfies(connection -> assertThat(connection)
                            .containsEntry("user_agent", agent)
                            .containsKeys("client_ip", "connected_duration_seconds", "last_heartbeat_seconds_ago")
                            .hasSize(5));
        }
        await().untilAsserted(() -> assertThat(connections(at(client().get("/api/events/stats"), "$")))
                .noneMatch(connection -> connection.get("user_agent").equals(agent)));
    }

    @Test
    void aClientThatDoesNotReadIsCutOffAndHoldsNobodyUp() throws Exception {
        String agent = unique("slow");
        try (Socket slow = new Socket();
                EventClient fast = listen("/api/events")) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new InetSocketAddress("localhost", RestAssured.port));
            ask(slow, agent);
            await().until(() -> listeners(agent) == 1);
            // Each event carries its memory's tags: 100 of 256 characters.
            List<String> longTags =
                    IntStream.range(0, 100).mapToObj(i -> "%0256d".formatted(i)).toList();

            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                store(unique("flood"), longTags.toArray(String[]::new));
                return listeners(agent) == 0;
            });

            String last = store(unique("after the flood"));
            fast.hear(about("memory_stored", last));
            assertThat(fast.ended()).isFalse();
            // What waited for it is given up.
            await().until(() -> streams.waitingBytes() == 0);
        }
    }

    private static void ask(Socket socket, String agent) throws IOException {
        socket.getOutputStream()
                .write(("GET /api/events HTTP/1.1\r\nHost: localhost\r\nUser-Agent: " + agent + "\r\nX-API-Key: "
                                + RunningServer.KEY + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static long listeners(String agent) {
        return connections(at(client().get("/api/events/stats"), "$")).stream()
                .filter(connection -> connection.get("user_agent").equals(agent))
                .count();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> connections(Map<String, Object> statistics) {
        return (List<Map<String, Object>>) statistics.get("connections");
    }

    private static EventClient listen(String path, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = "Bearer " + RunningServer.KEY;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return EventClient.open(path, all);
    }

    private static Predicate<Frame> about(String name, String hash) {
        return frame -> frame.name().equals(name)
                && frame.data().get("content_hash").asText().equals(hash);
    }
}
