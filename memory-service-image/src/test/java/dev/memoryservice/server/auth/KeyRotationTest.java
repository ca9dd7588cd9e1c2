package dev.memoryservice.server.auth;

import static dev.memoryservice.server.Waiting.await;
import static io.restassured.RestAssured.given;

import dev.memoryservice.server.Client;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.ServerConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(RunningServer.class)
class KeyRotationTest {

    @Inject
    ServerConfig config;

    private KeyMount mount;

    @BeforeEach
    @AfterEach
    void mountTheFirstKey() throws IOException {
        mount = KeyMount.at(config.auth().apiKeys().directory().orElseThrow());
        mount.write(Map.of("mounted", RunningServer.MOUNTED_KEY));
        awaitStatus(RunningServer.MOUNTED_KEY, 200);
    }

    @Test
    void aRotatedKeyOpensWithoutARestartAndTheOldOneNoLongerDoes() throws IOException {
        mount.write(Map.of("mounted", "rotated-key"));

        awaitStatus("rotated-key", 200);
        awaitStatus(RunningServer.MOUNTED_KEY, 403);
    }

    @Test
    void aKeyThatIsAddedOpensBesideTheOthers() throws IOException {
        mount.write(Map.of("mounted", RunningServer.MOUNTED_KEY, "second", "second-key"));

        awaitStatus("second-key", 200);
        awaitStatus(RunningServer.MOUNTED_KEY, 200);
    }

    @Test
    void keysThatCannotBeReadLeaveTheLastGoodOnesInForce() throws IOException {
        mount.write(Map.of("mounted", "next-key", "broken", ""));
        // Several readings fail meanwhile: 100 ms lie between two.
        await().during(Duration.ofMillis(500)).untilAsserted(() -> status(RunningServer.MOUNTED_KEY, 200));
        status("next-key", 403);

        mount.write(Map.of("mounted", "next-key"));

        awaitStatus("next-key", 200);
    }

    @Test
    void theKeyOfTheEnvironmentStays() throws IOException {
        mount.write(Map.of("mounted", "rotated-key"));
        awaitStatus("rotated-key", 200);

        Client.client().get("/api/tags").then().statusCode(200);
    }

    private static void awaitStatus(String key, int status) {
        await().untilAsserted(() -> status(key, status));
    }

    private static void status(String key, int status) {
        given().header("X-API-Key", key).get("/api/tags").then().statusCode(status);
    }
}
