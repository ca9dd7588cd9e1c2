package dev.memoryservice.server.mcp.legacy;

import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.mcp.McpRequests;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Sessions of the revisions with a handshake are bounded, without a client that would notice. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class LegacySessionsTest {

    @Inject
    LegacySessions sessions;

    @Inject
    ConnectionManager connections;

    @Test
    void theSessionThatWasNotUsedForLongestEndsAndItsClientIsServedOn() {
        String first = initialize();
        String second = initialize();
        for (int i = 0; i < LegacySessions.MOST_SESSIONS - 1; i++) {
            initialize();
            if (i % 100 == 0) {
                health(second);
            }
        }

        assertThat(sessions.size()).isLessThanOrEqualTo(LegacySessions.MOST_SESSIONS);
        assertThat(connections.has(first)).isFalse();
        assertThat(connections.has(second)).isTrue();
        health(first).then().statusCode(200).body(json("result.isError", equalTo(false)));
    }

    @Test
    void messagesThatNeedNoAnswerOpenNoSession() {
        long before = open();

        for (Object message : List.of(
                Map.of("jsonrpc", "2.0", "method", "notifications/initialized"),
                Map.of("jsonrpc", "2.0", "id", 1, "result", Map.of()),
                "{\"jsonrpc\":")) {
            sending(message).post("/mcp");
        }
        sending(Map.of("jsonrpc", "2.0", "id", 1, "method", "ping")).post("/mcp");

        // A connection that served one message is gone soon after its answer.
        await().untilAsserted(() -> assertThat(open()).isEqualTo(before));
    }

    private long open() {
        return StreamSupport.stream(connections.spliterator(), false).count();
    }

    private static String initialize() {
        return sending(McpRequests.initialize("2025-11-25")).post("/mcp").header("Mcp-Session-Id");
    }

    private static Response health(String session) {
        return sending(Map.of(
                        "jsonrpc", "2.0", "id", 2, "method", "tools/call", "params", Map.of("name", "memory_stats")))
                .header("Mcp-Session-Id", session)
                .post("/mcp");
    }
}
