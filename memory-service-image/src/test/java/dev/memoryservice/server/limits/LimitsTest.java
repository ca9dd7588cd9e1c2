package dev.memoryservice.server.limits;

import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.Client;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.audit.Audit;
import dev.memoryservice.server.audit.AuditEntry;
import dev.memoryservice.server.auth.KeyMount;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.auth.Users;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server whose limits a test can reach. */
@QuarkusTest
@WithTestResource(
        value = RunningServer.class,
        initArgs = {
            @ResourceArg(name = "memory-service.limits.requests-per-minute", value = "1000"),
            @ResourceArg(name = "memory-service.limits.wrong-keys", value = "5"),
            @ResourceArg(name = "memory-service.limits.locked-out-for", value = "5s")
        })
class LimitsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FEW = 3;

    @Inject
    ServerConfig config;

    @Inject
    Audit audit;

    private String name = "";

    @Inject
    Users users;

    @BeforeEach
    void addAUser() throws IOException {
        // A user of each test's own: what it uses up is not there for the others.
        name = Client.unique("limited");
        KeyMount.at(config.auth().usersDirectory().orElseThrow())
                .write(UserFiles.files(
                        UserFiles.with(
                                UserFiles.with(UserFiles.user(name, "write"), "requestsPerMinute", FEW),
                                "maxMemories",
                                1),
                        UserFiles.user("other", "read")));
        await().until(() -> users.find(name).isPresent());
    }

    private static RequestSpecification as(String user) {
        return given().header("X-API-Key", UserFiles.keyOf(user));
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeAgainAndNobodyElseIs() {
        for (int left = FEW - 1; left >= 0; left--) {
            as(name).get("/api/tags")
                    .then()
                    .statusCode(200)
                    .header("RateLimit-Limit", Integer.toString(FEW))
                    .header("RateLimit-Remaining", Integer.toString(left));
        }

        Response refused = as(name).get("/api/tags");

        refused.then().statusCode(429).body(json("detail", containsString("Too many requests of '" + name + "'")));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60 / FEW);
        assertThat(refused.header("RateLimit-Remaining")).isEqualTo("0");
        assertThat(Integer.parseInt(refused.header("RateLimit-Reset"))).isBetween(1, 60);
        as("other").get("/api/tags").then().statusCode(200).header("RateLimit-Limit", "1000");
        assertThat(audited(name)).contains("rate_limit");
    }

    private List<String> audited(String caller) {
        return await().until(
                        () -> audit.last().stream()
                                .filter(entry -> entry.caller().equals(caller))
                                .map(AuditEntry::reason)
                                .toList(),
                        reasons -> !reasons.isEmpty());
    }

    @Test
    void aStoreBeyondTheLimitOfMemoriesIsRefusedAndSaysWhatToDo() {
        store("the only one that fits").then().statusCode(200);

        store("one too many")
                .then()
                .statusCode(413)
                .body(json("detail", containsString("There are 1 memories, and at most 1 are allowed")))
                .body(json("detail", containsString("delete some")));
        as(name).contentType(ContentType.JSON)
                .body(Map.of(
                        "jsonrpc",
                        "2.0",
                        "id",
                        1,
                        "method",
                        "tools/call",
                        "params",
                        Map.of("name", "memory_store", "arguments", Map.of("content", "one too many"))))
                .post("/mcp")
                .then()
                .statusCode(200)
                .body(json("result.isError", equalTo(true)))
                .body(json("result.content[0].text", containsString("at most 1 are allowed")));
    }

    private Response store(String content) {
        return as(name).contentType(ContentType.JSON)
                .body(Map.of("content", content + " " + name))
                .post("/api/memories");
    }

    @Test
    void anAddressThatGuessesIsLockedOutForAWhileButKeysThatWereGoodStayGood() {
        as("other").get("/api/tags").then().statusCode(200);

        // Anew, until five fall into the time in which they count: a busy machine may need longer for them.
        await().untilAsserted(() -> {
            IntStream.range(0, 5)
                    .forEach(i -> guess(Client.unique("guess")).then().statusCode(403));
            guess("one-guess-more")
                    .then()
                    .statusCode(429)
                    .header("Retry-After", "5")
                    .body(json("detail", containsString("different wrong keys")));
        });
        as("other").get("/api/tags").then().statusCode(200);
        given().get("/api/tags").then().statusCode(401);
        await().untilAsserted(() -> guess("one-guess-more").then().statusCode(403));
    }

    @Test
    void aClientThatGoesOnWithTheSameWrongKeyLocksOutNobody() {
        await().untilAsserted(() -> guess("rotated-away").then().statusCode(403));
        IntStream.range(0, 20).forEach(i -> guess("rotated-away").then().statusCode(403));

        guess("another").then().statusCode(403);
    }

    private static Response guess(String key) {
        return given().header("Authorization", "Bearer " + key).get("/api/tags");
    }

    @Test
    void refusedAndAdministrativeCallsAreAuditedWithoutSecretsAndOthersAreNot() throws Exception {
        String wrong = Client.unique("wrong-key");
        guess(wrong);
        given().get("/api/events?api_key=" + wrong);
        as("other").delete("/api/memories/abc?why=" + wrong);
        Client.client().get("/metrics");
        Client.client().get("/api/tags");

        List<AuditEntry> entries = await().until(audit::last, last -> last.stream()
                .anyMatch(entry -> entry.path().equals("/metrics")));
        assertThat(entries)
                .anySatisfy(entry -> {
                    assertThat(entry.reason()).isEqualTo("unknown_credential");
                    assertThat(entry.status()).isEqualTo(403);
                    assertThat(entry.address()).isEqualTo("127.0.0.1");
                    assertThat(entry.path()).isEqualTo("/api/events");
                })
                .anySatisfy(entry -> {
                    assertThat(entry.reason()).isEqualTo("insufficient_scope");
                    assertThat(entry.caller()).isEqualTo("other");
                    assertThat(entry.credential()).isEqualTo("user_key");
                    assertThat(entry.method()).isEqualTo("DELETE");
                    assertThat(entry.path()).isEqualTo("/api/memories/abc");
                })
                .anySatisfy(entry -> {
                    assertThat(entry.kind()).isEqualTo("administrative");
                    assertThat(entry.caller()).isEqualTo("default");
                    assertThat(entry.status()).isEqualTo(200);
                })
                .noneSatisfy(entry -> assertThat(
                                entry.status() == 200 && entry.path().equals("/api/tags"))
                        .isTrue());
        assertThat(JSON.writeValueAsString(entries)).doesNotContain(wrong);
    }

    @Test
    void anAnswerThatIsNotCountedAgainstAKeyIsCountedAgainstTheAddress() {
        given().get("/api/health").then().statusCode(200).header("RateLimit-Limit", "1000000");
        given().get("/api/tags")
                .then()
                .statusCode(401)
                .header("RateLimit-Limit", "1000000")
                .header("Retry-After", nullValue());
    }
}
