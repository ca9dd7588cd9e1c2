package dev.memoryservice.server.tracing;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a collector hears of a request, over the protocol itself. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class TracingTest {

    @Test
    void theTraceOfTheClientGoesOnInTheServerAndItsStore() {
        String trace = "5bf92f3577b34da6a3ce929d0e0e4736";
        String content = unique("traced");
        client().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .contentType("application/json")
                .body("{\"content\":\"" + content + "\"}")
                .post("/api/memories")
                .then()
                .statusCode(200);

        await().untilAsserted(() -> assertThat(TraceCollector.received())
                .contains(bytes(trace))
                .contains("POST /api/memories", "store store", "embed", "service.name", "service.namespace"));
        assertThat(TraceCollector.received()).doesNotContain(content).doesNotContain(RunningServer.KEY);
    }

    @Test
    void aClientThatIsNotTracedIsNot() {
        String trace = "6cf92f3577b34da6a3ce929d0e0e4737";
        client().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-00").get("/api/tags");
        String later = "7df92f3577b34da6a3ce929d0e0e4738";
        client().header("traceparent", "00-" + later + "-00f067aa0ba902b7-01").get("/api/tags");

        await().untilAsserted(() -> assertThat(TraceCollector.received()).contains(bytes(later)));
        assertThat(TraceCollector.received()).doesNotContain(bytes(trace));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "00-xyz", "ff-5bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"})
    void whatIsNoTraceContextIsIgnored(String header) {
        client().header("traceparent", header).get("/api/tags").then().statusCode(200);
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
