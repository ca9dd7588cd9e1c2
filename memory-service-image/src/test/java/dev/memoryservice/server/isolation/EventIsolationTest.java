package dev.memoryservice.server.isolation;

import static dev.memoryservice.server.Json.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.events.EventClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every stream of events, opened by one user while another one does everything. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class EventIsolationTest {

    private final Person alice = Person.user("alice");
    private final Person bob = Person.user("bob");

    @Test
    void noStreamTellsWhatSomebodyElseDoesNeitherAtOnceNorAfterwards() throws Exception {
        List<EventClient> streams = new ArrayList<>();
        try {
            String authorization = "Bearer " + alice.key();
            EventClient first = EventClient.open("/api/events", "Authorization", authorization);
            streams.add(first);
            streams.add(EventClient.open("/api/events/stream?store=all", "Authorization", authorization));
            streams.add(EventClient.open("/api/events?store=default", "X-API-Key", alice.key()));
            streams.add(EventClient.open("/api/events?api_key=" + alice.key()));
            streams.add(EventClient.open("/api/events?ticket=" + ticket()));
            String before = first.hear("connection_established").id();
            for (EventClient stream : streams) {
                stream.hear("connection_established");
            }

            bob.rememberAll();
            bob.asks()
                    .contentType(ContentType.JSON)
                    .body(Map.of("query", "harbour office of " + bob.secret()))
                    .post("/api/search")
                    .then()
                    .statusCode(200);
            bob.asks().delete("/api/memories/" + bob.hash(2)).then().statusCode(200);

            streams.add(EventClient.open("/api/events", "Authorization", authorization, "Last-Event-ID", before));
            streams.add(EventClient.open("/api/events?ticket=" + ticket() + "&last_event_id=" + before));
            alice.remember();
            for (EventClient stream : streams) {
                stream.hear(frame -> frame.text().contains(alice.hash(2)));
                Leak.none("an event stream", bob, "", text(stream));
            }
        } finally {
            streams.forEach(EventClient::close);
        }
    }

    private static String text(EventClient stream) {
        return stream.frames().stream().map(EventClient.Frame::toString).collect(Collectors.joining("\n"));
    }

    private String ticket() {
        return at(alice.asks().post("/api/events/ticket").then().statusCode(200).extract(), "ticket");
    }

    @Test
    void nobodyLearnsWhoElseListens() throws Exception {
        try (EventClient stream = EventClient.open("/api/events", "Authorization", "Bearer " + bob.key())) {
            String id = stream.hear("connection_established")
                    .data()
                    .get("connection_id")
                    .asText();

            assertThat(bob.asks().get("/api/events/stats").asString()).contains(id);
            assertThat(alice.asks().get("/api/events/stats").asString()).doesNotContain(id);
        }
    }

    @Test
    void aResourceThatSomebodyElseChangesIsNotToldOfToASession() throws Exception {
        alice.remember();
        bob.rememberAll();
        String session = Mcp.session(alice);
        List<String> addresses =
                List.of("memory://memory/" + bob.hash(0), "memory://tag/" + bob.tag(), "memory://tag/" + alice.tag());
        for (String address : addresses) {
            alice.asks()
                    .header("Mcp-Session-Id", session)
                    .contentType(ContentType.JSON)
                    .body(Map.of(
                            "jsonrpc",
                            "2.0",
                            "id",
                            1,
                            "method",
                            "resources/subscribe",
                            "params",
                            Map.of("uri", address)))
                    .post("/mcp")
                    .then()
                    .statusCode(200);
        }
        try (EventClient stream = EventClient.open(
                "/mcp",
                "Authorization",
                "Bearer " + alice.key(),
                "Mcp-Session-Id",
                session,
                "Accept",
                "text/event-stream")) {
            bob.asks().delete("/api/memories/" + bob.hash(0)).then().statusCode(200);
            alice.asks()
                    .contentType(ContentType.JSON)
                    .body(Map.of(
                            "content", "the sign that all was told " + alice.secret(), "tags", List.of(alice.tag())))
                    .post("/api/memories")
                    .then()
                    .statusCode(200);

            stream.hear(frame -> frame.text().contains(alice.tag()));
            Leak.none("the stream of a session", bob, "", text(stream));
        }
    }
}
