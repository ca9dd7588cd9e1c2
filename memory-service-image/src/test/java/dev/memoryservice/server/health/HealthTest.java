package dev.memoryservice.server.health;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.events.EventClient;
import dev.memoryservice.server.events.EventClient.Frame;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class HealthTest {

    @Inject
    ServerConfig config;

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void theProbesNeedNoKeyAndSayNothingButUp(String probe) {
        probe(probe).statusCode(200).body(equalTo("{\"status\":\"UP\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/metrics", "/q/metrics", "/q/health", "/api/health/detailed", "/openapi"})
    void nothingElseIsOnThePortOfTheProbes(String path) {
        given().port(managementPort()).get(path).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/health", "/health"})
    void thatTheServerIsThereIsOpenToEverybody(String path) {
        given().get(path).then().statusCode(200).body(equalTo("{\"status\":\"healthy\"}"));
    }

    @Test
    void theDetailsDescribeEveryPart() {
        sending(Map.of("content", unique("counted")))
                .post("/api/memories")
                .then()
                .statusCode(200);

        client().get("/api/health/detailed")
                .then()
                .statusCode(200)
                .body(json("$", aMapWithSize(8)))
                .body(json("status", equalTo("healthy")))
                .body(json("version", not(blankOrNullString())))
                .body(json("timestamp", containsString("T")))
                .body(json("uptime_seconds", greaterThan(0.0)))
                .body(json("storage.backend", equalTo("sqlite-vec")))
                .body(json("storage.name", equalTo("SQLite")))
                .body(json("storage.status", equalTo("connected")))
                .body(json("storage.accessible", equalTo(true)))
                .body(json("storage.writable", equalTo(true)))
                .body(json("storage", not(hasKey("problem"))))
                .body(json("storage", not(hasKey("error"))))
                .body(json("storage.embedding_model", equalTo("all-MiniLM-L6-v2")))
                .body(json("storage.embedding_dimension", equalTo(384)))
                .body(json("storage.total_memories", greaterThan(0)))
                .body(json("storage.unique_tags", greaterThan(0)))
                .body(json("storage.memories_this_week", greaterThan(0)))
                .body(json("storage.database_size_bytes", greaterThan(4096)))
                .body(json("storage", hasKey("database_size_mb")))
                .body(json("storage.volume", hasKey("size_bytes")))
                .body(json("storage.volume", hasKey("free_bytes")))
                .body(json("system", hasKey("memory_percent")))
                .body(json("system", hasKey("disk_percent")))
                .body(json("performance", hasKey("uptime_seconds")))
                .body(json("performance.uptime_formatted", containsString("0d 0h")))
                .body(json("statistics", aMapWithSize(5)))
                .body(json("statistics.total_memories", greaterThan(0)))
                .body(json("statistics.backend", equalTo("sqlite-vec")));
    }

    @Test
    void theModelIsNamed() {
        client().get("/api/health/model")
                .then()
                .statusCode(200)
                .body(json("$", aMapWithSize(3)))
                .body(json("embedding_model", equalTo("all-MiniLM-L6-v2")))
                .body(json("embedding_dimension", equalTo(384)))
                .body(json("backend", equalTo("sqlite-vec")));
    }

    @Test
    void aServerWhoseDatabaseIsGoneIsNotReadyUntilItIsBack() throws IOException {
        Path file = config.sqlite().path();
        Path away = file.resolveSibling("away.db");
        Files.move(file, away);
        try {
            await().untilAsserted(() -> probe("ready").statusCode(503).body(equalTo("{\"status\":\"DOWN\"}")));
            // A restart does not bring a volume back.
            probe("live").statusCode(200);
            given().get("/api/health").then().statusCode(200);
            client().get("/api/health/detailed")
                    .then()
                    .statusCode(200)
                    .body(json("status", equalTo("degraded")))
                    .body(json("storage.accessible", equalTo(false)))
                    .body(json("storage.problem", equalTo("gone")))
                    .body(json("storage.status", equalTo("disconnected")))
                    .body(json("storage.error", containsString(file.toString())));
        } finally {
            Files.move(away, file);
        }
        await().untilAsserted(() -> probe("ready").statusCode(200));
    }

    @Test
    void nothingIsCopiedToAnotherStore() {
        client().get("/api/health/sync-status")
                .then()
                .statusCode(200)
                .body(json("sync_supported", equalTo(false)))
                .body(json("status", aMapWithSize(5)))
                .body(json("status.in_progress", equalTo(false)));
    }

    @Test
    void thoseWhoListenAreToldWhenTheStoreIsGoneAndWhenItIsBack() throws Exception {
        Path file = config.sqlite().path();
        Path away = file.resolveSibling("away.db");
        try (EventClient listener = EventClient.open(
                "/api/events?store=" + RunningServer.SECOND_STORE, "Authorization", "Bearer " + RunningServer.KEY)) {
            listener.hear("connection_established");
            Files.move(file, away);
            try {
                Frame ill = listener.hear(healthUpdate("degraded"));
                assertThat(ill.id()).isNotEmpty();
                assertThat(ill.data().at("/details/storage").asText()).contains(file.toString());
                assertThat(ill.data().get("message").asText()).isEqualTo("The store does not answer");
                listener.hear(frame -> frame.name().equals("heartbeat")
                        && frame.data().get("server_status").asText().equals("degraded"));
            } finally {
                Files.move(away, file);
            }
            listener.hear(healthUpdate("healthy"));
        }
    }

    private static Predicate<Frame> healthUpdate(String status) {
        return frame -> frame.name().equals("health_update")
                && frame.data().get("status").asText().equals(status);
    }

    private static ValidatableResponse probe(String name) {
        return given().port(managementPort()).get("/health/" + name).then();
    }

    private static int managementPort() {
        return ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
    }
}
