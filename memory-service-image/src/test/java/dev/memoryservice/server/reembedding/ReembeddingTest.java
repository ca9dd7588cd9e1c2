package dev.memoryservice.server.reembedding;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.events.EventClient;
import dev.memoryservice.server.events.EventClient.Frame;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server that starts with another embedding model than the one that its memories' vectors are of. */
@QuarkusTest
@WithTestResource(ServerOfAnotherModel.class)
class ReembeddingTest {

    @Test
    void memoriesGetTheirNewVectorsWhileTheServerAnswersAndSaysSo() throws Exception {
        try (EventClient listener =
                EventClient.open("/api/events?store=default", "Authorization", "Bearer " + RunningServer.KEY)) {
            listener.hear("connection_established");
            saysThatTheModelWasChanged();

            Frame progress = listener.hear("sync_progress");
            assertThat(progress.data().get("sync_type").asText()).isEqualTo("reembedding");
            assertThat(progress.data().get("total_count").asInt()).isEqualTo(ServerOfAnotherModel.MEMORIES);
            assertThat(progress.data().get("synced_count").asInt()
                            + progress.data().get("remaining_count").asInt())
                    .isEqualTo(ServerOfAnotherModel.MEMORIES);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> at(client().get("/api/health/detailed"), "storage.reembedding") == null);
            assertThat(listener.hear("sync_completed")
                            .data()
                            .get("synced_count")
                            .asInt())
                    .isEqualTo(ServerOfAnotherModel.MEMORIES);
        }
        findsByMeaningAndSaysNothingMore();
    }

    private static void saysThatTheModelWasChanged() {
        // Found by its words, since it has no vector yet, or has just got it.
        sending(Map.of("query", "patient " + (ServerOfAnotherModel.MEMORIES - 1), "n_results", 1))
                .post("/api/search")
                .then()
                .statusCode(200)
                .body(json("note", containsString("embedding model was changed to all-MiniLM-L6-v2")))
                .body(json("results", hasSize(1)));
        client().get("/api/health/detailed")
                .then()
                .statusCode(200)
                .body(json("status", equalTo("healthy")))
                .body(json("storage.reembedding.model", equalTo("all-MiniLM-L6-v2")))
                .body(json("storage.reembedding.total_count", equalTo(ServerOfAnotherModel.MEMORIES)))
                .body(json("storage.reembedding.remaining_count", greaterThan(0)));
    }

    private static void findsByMeaningAndSaysNothingMore() {
        List<Double> similarities = at(
                sending(Map.of("query", "Which antibiotic did the doctor give?", "n_results", 100))
                        .post("/api/search")
                        .then()
                        .body(json("$", not(hasKey("note"))))
                        .extract(),
                "results[*].similarity_score");
        assertThat(similarities).hasSize(100).allMatch(similarity -> similarity > 0.55);
    }
}
