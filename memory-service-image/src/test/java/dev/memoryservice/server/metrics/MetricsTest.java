package dev.memoryservice.server.metrics;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.events.EventClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class MetricsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jvm_memory_used_bytes",
                "jvm_gc_pause_seconds",
                "jvm_threads_live_threads",
                "process_cpu_time_ns_total",
                "process_cpu_usage",
                "process_uptime_seconds",
                "http_server_requests_seconds_count",
                "memory_service_memories",
                "memory_service_store_size_bytes",
                "memory_service_writes_waiting",
                "memory_service_event_streams",
                "memory_service_embedding_seconds_sum"
            })
    void isMeasured(String name) {
        assertThat(scrape().lines()).anyMatch(line -> line.startsWith(name));
    }

    @Test
    void theAnswerIsInTheFormatThatPrometheusReads() {
        client().get("/metrics")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/plain"))
                .header("Content-Type", org.hamcrest.Matchers.containsString("version=0.0.4"));
    }

    @Test
    void whatIsStoredIsCounted() {
        double before = value("memory_service_memories");
        double embeddings = value("memory_service_embedding_seconds_count");

        store(unique("counted"));

        assertThat(value("memory_service_memories")).isEqualTo(before + 1);
        assertThat(value("memory_service_embedding_seconds_count")).isEqualTo(embeddings + 1);
        assertThat(value("memory_service_store_size_bytes")).isGreaterThan(4096);
        assertThat(value("memory_service_writes_waiting")).isZero();
    }

    @Test
    void openStreamsAreCounted() throws Exception {
        double before = value("memory_service_event_streams");
        try (EventClient stream = EventClient.open("/api/events", "X-API-Key", RunningServer.KEY)) {
            stream.hear("connection_established");

            assertThat(value("memory_service_event_streams")).isEqualTo(before + 1);
        }
    }

    @Test
    void requestsAreMeasuredByTheirRouteAndNotByTheHashInIt() {
        client().get("/api/memories/{hash}", "ab".repeat(32)).then().statusCode(404);

        assertThat(scrape()).contains("uri=\"/api/memories/{content_hash}\"").doesNotContain("ab".repeat(32));
    }

    private static double value(String name) {
        return scrape().lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String scrape() {
        return client().get("/metrics").then().statusCode(200).extract().asString();
    }
}
