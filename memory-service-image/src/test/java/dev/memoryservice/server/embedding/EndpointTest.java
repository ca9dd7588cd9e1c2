package dev.memoryservice.server.embedding;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.memoryservice.server.memory.SampleMemories;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ServerWithEndpoint.class)
class EndpointTest {

    @Test
    void memoriesAreStoredAndFoundWithTheVectorsOfTheEndpoint() {
        String hash = store("the harbour at night");

        double similarity = at(
                sending(Map.of("query", "the harbour at night", "n_results", 1))
                        .post("/api/search")
                        .then()
                        .statusCode(200)
                        .body(json("results[0].memory.content_hash", equalTo(hash)))
                        .extract(),
                "results[0].similarity_score");
        assertThat(similarity).isGreaterThan(0.999);
        client().get("/api/health/detailed")
                .then()
                .body(json("storage.embedding_model", equalTo(OpenAiStandIn.MODEL)))
                .body(json("storage.embedding_dimension", equalTo(SampleMemories.DIMENSION)));
    }

    @Test
    void withoutAVectorAStoreAndASearchAreRefusedForNowAndNothingIsKept() {
        Map<String, String> request = Map.of("content", OpenAiStandIn.OVERLOADING, "query", OpenAiStandIn.OVERLOADING);

        for (String path : new String[] {"/api/memories", "/api/search"}) {
            sending(request)
                    .post(path)
                    .then()
                    .statusCode(503)
                    .body(json("detail", containsString("HTTP 503")))
                    .body(json("detail", not(containsString(OpenAiStandIn.KEY))));
        }
        client().get("/api/memories/" + SampleMemories.hashOf(OpenAiStandIn.OVERLOADING))
                .then()
                .statusCode(404);
    }
}
