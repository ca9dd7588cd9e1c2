package dev.memoryservice.server.gate;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class GateTest {

    private static final int LARGEST_BODY = 4 * 1024 * 1024;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/memories",
                "/api/tags",
                "/api/health/detailed",
                "/api/health/model",
                "/api/events",
                "/api/events/stream",
                "/api/events/stats",
                "/mcp",
                "/mcp/sse",
                "/metrics",
                "/openapi",
                "/nothing/here",
                "/api/health/../tags"
            })
    void nothingIsReachedWithoutAKey(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("Bearer"))
                .body(json("detail", containsString("X-API-Key")));
    }

    @Test
    void anEndlessAddressIsRefused() {
        client().get("/api/tags?of=" + "a".repeat(4096)).then().statusCode(414);
    }

    @Test
    void endlessHeadersAreRefused() {
        client().header("X-Note", "a".repeat(20 * 1024)).get("/api/tags").then().statusCode(431);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/memories", "/api/search", "/api/events/ticket", "/mcp", "/mcp/", "/api/health"})
    void nothingIsSentWithoutAKey(String path) {
        given().contentType("application/json").body("{}").post(path).then().statusCode(401);
    }

    @Test
    void aWrongKeyIsForbidden() {
        given().header("X-API-Key", "wrong")
                .get("/api/tags")
                .then()
                .statusCode(403)
                .body(json("detail", containsString("not one of this server")));
    }

    @Test
    void aKeyIsTakenFromEitherHeader() {
        given().header("X-API-Key", RunningServer.KEY).get("/api/tags").then().statusCode(200);
        given().header("Authorization", "Bearer " + RunningServer.KEY)
                .get("/api/tags")
                .then()
                .statusCode(200);
        given().header("Authorization", "bearer " + RunningServer.MOUNTED_KEY)
                .get("/api/tags")
                .then()
                .statusCode(200);
    }

    @Test
    void anotherSchemeThanBearerIsNoKey() {
        given().header("Authorization", "Basic " + RunningServer.KEY)
                .get("/api/tags")
                .then()
                .statusCode(401);
    }

    @Test
    void aKeyInTheAddressOpensNothingButTheEventStream() {
        given().queryParam("api_key", RunningServer.KEY).get("/api/tags").then().statusCode(401);
        given().queryParam("api_key", RunningServer.KEY)
                .get("/api/events/stats")
                .then()
                .statusCode(401);
    }

    @Test
    void withAKeyAnUnknownPathIsNotFound() {
        client().get("/api/nothing").then().statusCode(404).body(json("detail", containsString("/openapi")));
    }

    @Test
    void aMethodThatAPathDoesNotTakeIsRefusedAsJson() {
        client().delete("/api/tags").then().statusCode(405).body(json("detail", containsString("/openapi")));
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsRefusedBeforeItIsRead() {
        sending("x".repeat(LARGEST_BODY + 1))
                .post("/api/memories")
                .then()
                .statusCode(413)
                .body(json("detail", containsString(Integer.toString(LARGEST_BODY))));
    }

    @Test
    void aBodyThatTurnsOutTooLargeIsRefused() throws IOException, InterruptedException {
        byte[] tooLarge = new byte[LARGEST_BODY + 1];
        try (HttpClient http = HttpClient.newHttpClient()) {
            // Of unknown length, so it is sent in chunks.
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/api/memories"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .header("X-API-Key", RunningServer.KEY)
                            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge)))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {RunningServer.ALLOWED_HOST, RunningServer.ALLOWED_HOST + ":8000", "127.0.0.1:1", "[::1]:2"})
    void requestsToATrustedHostAreAnswered(String host) {
        client().header("Host", host).get("/api/tags").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/tags", "/api/health", "/mcp", "/metrics"})
    void requestsToAHostThatIsNotOursAreMisdirected(String path) {
        client().header("Host", "rebound.evil.example")
                .get(path)
                .then()
                .statusCode(421)
                .body(json("detail", containsString("rebound.evil.example")))
                .body(json("detail", containsString("memory-service.allowed-hosts")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "http://localhost.evil.example", "null", "https://ui.example.com.evil"})
    void pagesOfForeignSitesMayNotCall(String origin) {
        for (String path : List.of("/mcp", "/api/memories", "/api/events/ticket")) {
            sending("{}")
                    .header("Origin", origin)
                    .post(path)
                    .then()
                    .statusCode(403)
                    .header("Access-Control-Allow-Origin", nullValue())
                    .body(json("detail", containsString("memory-service.cors.allowed-origins")));
        }
    }

    @Test
    void pagesOfAnAllowedSiteMayCall() {
        client().header("Origin", RunningServer.ALLOWED_ORIGIN)
                .get("/api/tags")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo(RunningServer.ALLOWED_ORIGIN));
    }

    @Test
    void anAllowedSiteMayAskBeforehandWithoutAKey() {
        given().header("Origin", RunningServer.ALLOWED_ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .options("/mcp")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo(RunningServer.ALLOWED_ORIGIN))
                .header("Access-Control-Allow-Headers", containsString("authorization"))
                .header("Access-Control-Allow-Credentials", not(equalTo("true")));
    }

    @Test
    void pagesOfThisServerItselfMayCall() {
        client().header("Origin", "http://localhost:" + RestAssured.port)
                .get("/api/tags")
                .then()
                .statusCode(200);
    }

    @Test
    void everyAnswerTellsBrowsersNotToKeepItOrShowIt() {
        for (var answer : List.of(client().get("/api/tags"), given().get("/api/tags"), client().get("/api/nothing"))) {
            answer.then()
                    .header("X-Content-Type-Options", "nosniff")
                    .header("X-Frame-Options", "DENY")
                    .header("Cache-Control", "no-store");
        }
    }

    @Test
    void moreRequestsThanTheServerWorksOnAtOnceAreAskedToComeBack() throws IOException {
        List<Socket> unfinished = new ArrayList<>();
        try {
            for (int i = 0; i < RunningServer.CONCURRENT_REQUESTS; i++) {
                Socket socket = new Socket("localhost", RestAssured.port);
                unfinished.add(socket);
                // The body that is announced never comes, so the request keeps its place.
                socket.getOutputStream()
                        .write(("POST /api/memories HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + RunningServer.KEY
                                        + "\r\nContent-Length: 10\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }

            await().untilAsserted(() -> client().get("/api/tags")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "1")
                    .body(json("detail", containsString("busy"))));
        } finally {
            for (Socket socket : unfinished) {
                socket.close();
            }
        }
        await().untilAsserted(() -> client().get("/api/tags").then().statusCode(200));
        sending(Map.of("content", "after the rush"))
                .post("/api/memories")
                .then()
                .statusCode(200);
    }
}
