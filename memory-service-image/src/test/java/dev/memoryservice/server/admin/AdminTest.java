package dev.memoryservice.server.admin;

import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

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
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class AdminTest {

    private static final String SEPARATE = "erasable";

    @Inject
    ServerConfig config;

    @Inject
    Users users;

    private static RequestSpecification as(String user) {
        return given().header("Authorization", "Bearer " + UserFiles.keyOf(user));
    }

    private static RequestSpecification administrator() {
        return as(RunningServer.ADMINISTRATOR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/admin/users",
                "/api/admin/keys",
                "/api/admin/audit",
                "/admin/sessions",
                "/admin/stats",
                "/metrics"
            })
    void onlyAdministratorsSeeWhatIsTheServers(String path) {
        administrator().get(path).then().statusCode(200);
        Client.client().get(path).then().statusCode(200);
        as(RunningServer.WRITER).get(path).then().statusCode(403);
        given().get(path).then().statusCode(401);
    }

    @Test
    void everyUserIsListedWithItsMemoriesItsLastUseAndTheRevisionOfItsFile() throws Exception {
        Path file = config.auth().usersDirectory().orElseThrow().resolve(RunningServer.WRITER + ".json");
        as(RunningServer.WRITER)
                .contentType(ContentType.JSON)
                .body(Map.of("content", Client.unique("counted")))
                .post("/api/memories")
                .then()
                .statusCode(200);

        String ofWriter = "users[?(@.name == '" + RunningServer.WRITER + "')].";
        administrator()
                .get("/api/admin/users")
                .then()
                .statusCode(200)
                .body(json(ofWriter + "tenant", contains(RunningServer.WRITER)))
                .body(json(ofWriter + "memories", contains(greaterThanOrEqualTo(1))))
                .body(json(ofWriter + "last_used_at", contains(containsString("T"))))
                .body(json(ofWriter + "scopes", contains(equalTo(List.of("read", "write")))))
                .body(json(ofWriter + "suspended", contains(false)))
                .body(json(
                        ofWriter + "revision",
                        contains(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))))));
    }

    @Test
    void keysAreListedWithoutWhatTheyAre() {
        String key = UserFiles.keyOf(RunningServer.ADMINISTRATOR);
        String digest = (String) UserFiles.digest(key).get("sha256");

        String answer = administrator()
                .get("/api/admin/keys")
                .then()
                .statusCode(200)
                .body(json("keys[?(@.name == 'default')].of_user", contains(false)))
                .body(json("keys[?(@.name == 'default')].scopes", contains(equalTo(List.of("read", "write", "admin")))))
                .body(json("keys[?(@.name == 'administrator')].usable", contains(true)))
                .body(json("keys[?(@.name == 'administrator')].last_used_at", contains(containsString("T"))))
                .body(json("keys[?(@.name == 'administrator')].expires_at", contains(nullValue())))
                .body(json("keys[?(@.name == 'administrator')].fingerprint", contains(digest.substring(0, 8))))
                .extract()
                .asString();
        assertThat(answer).doesNotContain(key, digest, RunningServer.KEY, RunningServer.MOUNTED_KEY);
    }

    @Test
    void theKeyOfAnAdministratorIsListedAndIsNoUsers() {
        as(RunningServer.OPERATOR)
                .get("/api/caller")
                .then()
                .statusCode(200)
                .body(json("credential", equalTo("administrator_key")))
                .body(json("scopes", hasItem("admin")));
        String ofOperator = "keys[?(@.name == '" + RunningServer.OPERATOR + "')].";
        as(RunningServer.OPERATOR)
                .get("/api/admin/keys")
                .then()
                .statusCode(200)
                .body(json(ofOperator + "of_user", contains(false)))
                .body(json(ofOperator + "last_used_at", contains(containsString("T"))));
        administrator()
                .get("/api/admin/users")
                .then()
                .body(json("users[*].name", not(hasItem(RunningServer.OPERATOR))));
    }

    @Test
    void theAuditTellsAdministratorsWhatWasRefused() {
        String path = "/api/" + Client.unique("nothing");
        given().header("X-API-Key", "wrong").get(path);

        await().untilAsserted(() -> administrator()
                .get("/api/admin/audit")
                .then()
                .statusCode(200)
                .body(json("entries[?(@.path == '" + path + "')].reason", contains("unknown_credential")))
                .body(json("entries[?(@.path == '" + path + "')].kind", contains("refused"))));
    }

    @Test
    void sessionsAreNamedByTheirOwnersAndNotGivenAway() {
        String session = as(RunningServer.WRITER)
                .contentType(ContentType.JSON)
                .body(McpRequests.initialize("2025-11-25"))
                .post("/mcp")
                .header("Mcp-Session-Id");

        administrator()
                .get("/admin/sessions")
                .then()
                .statusCode(200)
                .body(json("active_sessions", greaterThanOrEqualTo(1)))
                .body(json("sessions", hasItem(RunningServer.WRITER + "-" + session.substring(0, 6))))
                .body(json("sessions", everyItem(not(containsString(session)))));
        administrator()
                .get("/admin/stats")
                .then()
                .body(json("active_sessions", greaterThanOrEqualTo(1)))
                .body(json("users", greaterThanOrEqualTo(3)))
                .body(json("api_keys", equalTo(2)))
                .body(json("backend", equalTo("SQLite")));
    }

    @Test
    void whoOneIsIsNoSecret() {
        as(RunningServer.READER)
                .get("/api/caller")
                .then()
                .statusCode(200)
                .body(json("name", equalTo(RunningServer.READER)))
                .body(json("tenant", equalTo(RunningServer.WRITER)))
                .body(json("scopes", equalTo(List.of("read"))))
                .body(json("credential", equalTo("user_key")));
        Client.client().get("/api/caller").then().body(json("scopes", hasItem("admin")));
    }

    @Test
    void anErasedTenantHasNoMemoriesAndItsPastIsNotToldAgain() throws Exception {
        addUser();
        String secret = Client.unique("to be erased");
        String authorization = "Bearer " + UserFiles.keyOf(SEPARATE);
        String before;
        try (EventClient stream = EventClient.open("/api/events", "Authorization", authorization)) {
            before = stream.hear("connection_established").id();
            for (String store : List.of("default", RunningServer.SECOND_STORE)) {
                as(SEPARATE)
                        .contentType(ContentType.JSON)
                        .body(Map.of("content", secret, "store", store))
                        .post("/api/memories")
                        .then()
                        .statusCode(200);
            }
            stream.hear("memory_stored");
        }

        as(RunningServer.WRITER).delete("/api/admin/tenants/" + SEPARATE).then().statusCode(403);
        administrator()
                .delete("/api/admin/tenants/" + SEPARATE)
                .then()
                .statusCode(200)
                .body(json("deleted", equalTo(2)));

        assertThat(at(as(SEPARATE).get("/api/memories?store=all"), "total").toString())
                .isEqualTo("0");
        try (EventClient stream =
                EventClient.open("/api/events", "Authorization", authorization, "Last-Event-ID", before)) {
            stream.hear("heartbeat");
            assertThat(stream.frames()).noneMatch(frame -> frame.text().contains(secret));
        }
        administrator()
                .delete("/api/admin/tenants/" + SEPARATE)
                .then()
                .statusCode(200)
                .body(json("deleted", equalTo(0)));
    }

    private void addUser() throws IOException {
        UserFiles.put(config.auth().usersDirectory().orElseThrow(), UserFiles.user(SEPARATE, "write"));
        await().until(() -> users.find(SEPARATE).isPresent());
    }

    @Test
    void theTenantOfTheKeysWithoutAUserCannotBeErased() {
        administrator()
                .delete("/api/admin/tenants/default")
                .then()
                .statusCode(409)
                .body(json("detail", containsString("bulk-delete")));
    }
}
