package dev.memoryservice.server.gate;

import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;

import dev.memoryservice.server.Client;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.events.EventClient;
import dev.memoryservice.server.mcp.McpRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams are open for hours: who opened one and is not let in any more hears nothing from then on. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class OpenStreamsTest {

    private static final String LEAVING = "leaving";
    private static final String KEY = "Bearer " + UserFiles.keyOf(LEAVING);

    @Inject
    ServerConfig config;

    @Inject
    Users users;

    private final List<EventClient> streams = new ArrayList<>();

    @BeforeEach
    void addUser() throws IOException {
        put(UserFiles.user(LEAVING, "write"));
    }

    @AfterEach
    void close() {
        streams.forEach(EventClient::close);
    }

    private void put(Map<String, Object> user) throws IOException {
        String before = users.find(LEAVING).map(known -> known.revision()).orElse("");
        UserFiles.put(config.auth().usersDirectory().orElseThrow(), user);
        await().until(() -> users.find(LEAVING)
                .filter(known -> !known.revision().equals(before))
                .isPresent());
    }

    private EventClient events(String... headers) throws Exception {
        EventClient stream = EventClient.open("/api/events", headers);
        stream.hear("connection_established");
        streams.add(stream);
        return stream;
    }

    private EventClient ofTicket() throws Exception {
        String ticket = at(
                given().header("Authorization", KEY)
                        .post("/api/events/ticket")
                        .then()
                        .statusCode(200)
                        .extract(),
                "ticket");
        EventClient stream = EventClient.open("/api/events?ticket=" + ticket);
        stream.hear("connection_established");
        streams.add(stream);
        return stream;
    }

    private EventClient ofSession() throws Exception {
        String session = given().header("Authorization", KEY)
                .contentType(ContentType.JSON)
                .body(McpRequests.initialize("2025-11-25"))
                .post("/mcp")
                .header("Mcp-Session-Id");
        EventClient stream = EventClient.open(
                "/mcp", "Authorization", KEY, "Mcp-Session-Id", session, "Accept", "text/event-stream");
        assertThat(stream.status()).isEqualTo(200);
        streams.add(stream);
        return stream;
    }

    private EventClient ofSubscription() throws Exception {
        EventClient stream = EventClient.post(
                "/mcp",
                """
                {"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{
                  "notifications":{"resourceSubscriptions":["memory://stats"]},
                  "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
                           "io.modelcontextprotocol/clientCapabilities":{}}}}
                """,
                "Authorization",
                KEY,
                "Content-Type",
                "application/json",
                "Accept",
                "application/json, text/event-stream",
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "subscriptions/listen");
        stream.hear(frame -> frame.text().contains("acknowledged"));
        streams.add(stream);
        return stream;
    }

    private static String token() {
        return at(
                given().formParam("grant_type", "client_credentials")
                        .formParam("client_id", "client-of-" + LEAVING)
                        .formParam("client_secret", UserFiles.clientSecretOf(LEAVING))
                        .post("/oauth/token")
                        .then()
                        .statusCode(200)
                        .extract(),
                "access_token");
    }

    @Test
    void everyStreamOfASuspendedUserIsEndedAtOnceAndThoseOfOthersGoOn() throws Exception {
        EventClient other = events("Authorization", "Bearer " + UserFiles.keyOf(RunningServer.WRITER));
        List<EventClient> ofUser = List.of(
                events("Authorization", KEY),
                events("Authorization", "Bearer " + token()),
                ofTicket(),
                ofSession(),
                ofSubscription());

        put(UserFiles.with(UserFiles.user(LEAVING, "write"), "suspended", true));

        await().until(() -> ofUser.stream().allMatch(EventClient::ended));
        String secret = Client.unique("said after they had gone");
        given().header("Authorization", "Bearer " + UserFiles.keyOf(RunningServer.WRITER))
                .contentType(ContentType.JSON)
                .body(Map.of("content", secret))
                .post("/api/memories")
                .then()
                .statusCode(200);
        other.hear("memory_stored");
        assertThat(other.ended()).isFalse();
        await().untilAsserted(() -> Client.client()
                .get("/api/admin/audit")
                .then()
                .body(json(
                        "entries[?(@.caller == 'leaving' && @.path == '/api/events')].reason",
                        hasItem("rejected_credential")))
                .body(json(
                        "entries[?(@.caller == 'leaving' && @.path == '/api/events')].reason",
                        everyItem(equalTo("rejected_credential")))));
    }

    @Test
    void aStreamOfAKeyThatWasTakenAwayIsEndedAndThatOfTheNewOneGoesOn() throws Exception {
        put(UserFiles.with(
                UserFiles.user(LEAVING, "write"),
                "keys",
                List.of(UserFiles.digest(UserFiles.keyOf(LEAVING)), UserFiles.digest("another"))));
        EventClient old = events("Authorization", KEY);
        EventClient next = events("Authorization", "Bearer another");

        put(UserFiles.with(UserFiles.user(LEAVING, "write"), "keys", List.of(UserFiles.digest("another"))));

        await().until(old::ended);
        int heard = next.frames().size();
        await().until(() -> next.frames().size() > heard);
    }

    @Test
    void aStreamOfAUserWhoMayLessNowIsEndedAndOneOfAUserWhoMayMoreIsNot() throws Exception {
        EventClient stream = events("Authorization", KEY);

        put(UserFiles.user(LEAVING, "admin"));
        int heard = stream.frames().size();
        await().until(() -> stream.frames().size() > heard);
        assertThat(stream.ended()).isFalse();

        put(UserFiles.user(LEAVING, "read"));
        await().until(stream::ended);
    }
}
