package dev.memoryservice.server.process;

import static dev.memoryservice.server.Client.client;
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
                .body("status", equalTo("running"))
                .body("version", not(blankOrNullString()))
                .body("uptime_seconds", greaterThan(0f))
                .body("started_at", containsString("T"))
                .body("backend", equalTo("SQLite"));
        client().get("/api/server/version").then().statusCode(200).body("version", not(blankOrNullString()));
    }

    @Test
    void theMemoryOfTheProcessIsThatOfTheKernel() {
        client().get("/api/memory-stats")
                .then()
                .statusCode(200)
                // The tests' process has more than 100 MiB and less than 100 GiB.
                .body("process_memory_mb", allOf(greaterThan(100f), lessThanOrEqualTo(100_000f)))
                .body("heap_used_mb", greaterThan(0f))
                .body("heap_max_mb", greaterThan(0f))
                .body("non_heap_used_mb", greaterThan(0f));
    }

    @Test
    void thePerformanceIsOfRequestsThatWereAnswered() {
        client().get("/api/tags").then().statusCode(200);
        client().get("/api/analytics/performance")
                .then()
                .statusCode(200)
                .body("requests", greaterThan(0))
                .body("avg_response_time", greaterThan(0f))
                .body("max_response_time", greaterThan(0f))
                .body("error_rate", allOf(greaterThanOrEqualTo(0f), lessThanOrEqualTo(100f)))
                .body("memory_usage", allOf(greaterThan(0f), lessThanOrEqualTo(100f)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server/status", "server/version", "memory-stats", "analytics/performance"})
    void aKeyIsNeeded(String path) {
        given().get("/api/" + path).then().statusCode(401);
    }
}
