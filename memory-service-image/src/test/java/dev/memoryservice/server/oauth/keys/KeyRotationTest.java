package dev.memoryservice.server.oauth.keys;

import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.UserFiles;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The directory of the running server, which is read ten times a second. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class KeyRotationTest {

    @Inject
    ServerConfig config;

    @Test
    void aKeyIsReplacedWithoutATokenLost() throws IOException {
        Path directory = config.sqlite().path().resolveSibling("oauth-keys");
        String old = TestKeys.in(directory).kid();
        String signedByOld = token();
        assertThat(header(signedByOld)).contains("\"kid\":\"" + old + "\"");

        Files.writeString(directory.resolve("signing"), old);
        Files.writeString(directory.resolve("next.pem"), TestKeys.pem());
        await().untilAsserted(() ->
                keys().body(json("keys[*].kid", hasItem("next"))).body(json("keys[*].kid", hasItem(old))));
        assertThat(header(token())).contains("\"kid\":\"" + old + "\"");
        Files.writeString(directory.resolve("signing"), "next");
        await().untilAsserted(() -> assertThat(header(token())).contains("\"kid\":\"next\""));
        status(signedByOld, 200);
        String signedByNext = token();

        // A broken file leaves everything as it was.
        Files.writeString(directory.resolve("broken.pem"), "nothing");
        Files.delete(directory.resolve(old + ".pem"));
        await().during(Duration.ofMillis(300)).untilAsserted(() -> status(signedByOld, 200));
        Files.delete(directory.resolve("broken.pem"));

        await().untilAsserted(() -> status(signedByOld, 401));
        status(signedByNext, 200);
        keys().body(json("keys", hasSize(1)));
    }

    private static ValidatableResponse keys() {
        return given().get("/oauth/jwks.json").then().statusCode(200);
    }

    private static void status(String token, int status) {
        given().header("Authorization", "Bearer " + token)
                .get("/api/tags")
                .then()
                .statusCode(status);
    }

    private static String token() {
        return at(
                given().formParam("grant_type", "client_credentials")
                        .auth()
                        .preemptive()
                        .basic("client-of-" + RunningServer.WRITER, UserFiles.clientSecretOf(RunningServer.WRITER))
                        .post("/oauth/token")
                        .then()
                        .statusCode(200)
                        .extract(),
                "access_token");
    }

    private static String header(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8);
    }
}
