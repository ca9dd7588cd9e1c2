package dev.memoryservice.server.process;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Json.json;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class ProcessResourceTest {

    @Test
    void theStatusTellsSinceWhenTheServerRuns() {
        client().get("/api/server/status")
                .then()
                .statusCode(200)
                .body(json("status", equalTo("running")))
                .body(json("version", not(blankOrNullString())))
                .body(json("uptime_seconds", greaterThan(0.0)))
                .body(json("started_at", containsString("T")))
                .body(json("backend", equalTo("SQLite")));
        client().get("/api/server/version").then().statusCode(200).body(json("version", not(blankOrNullString())));
    }

    @Test
    void theMemoryOfTheProcessIsThatOfTheKernel() {
        client().get("/api/memory-stats")
                .then()
                .statusCode(200)
                // The tests' process has more than 100 MiB and less than 100 GiB.
                .body(json("process_memory_mb", allOf(greaterThan(100.0), lessThanOrEqualTo(100_000.0))))
                .body(json("heap_used_mb", greaterThan(0.0)))
                .body(json("heap_max_mb", greaterThan(0.0)))
                .body(json("non_heap_used_mb", greaterThan(0.0)));
    }

    @Test
    void thePerformanceIsOfRequestsThatWereAnswered() {
        client().get("/api/tags").then().statusCode(200);
        client().get("/api/analytics/performance")
                .then()
                .statusCode(200)
                .body(json("requests", greaterThan(0)))
                .body(json("avg_response_time", greaterThan(0.0)))
                .body(json("max_response_time", greaterThan(0.0)))
                .body(json("error_rate", allOf(greaterThanOrEqualTo(0.0), lessThanOrEqualTo(100.0))))
                .body(json("memory_usage", allOf(greaterThan(0.0), lessThanOrEqualTo(100.0))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server/status", "server/version", "memory-stats", "analytics/performance"})
    void aKeyIsNeeded(String path) {
        given().get("/api/" + path).then().statusCode(401);
    }
}
