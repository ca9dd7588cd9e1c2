package dev.memoryservice.server.openapi;

import static dev.memoryservice.server.Client.client;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(RunningServer.class)
class OpenApiTest {

    private static final Set<String> OPEN = Set.of("/api/health", "/health", "/mcp/health");

    private JsonNode description;

    @BeforeEach
    void read() throws JsonProcessingException {
        description = new ObjectMapper()
                .readTree(client().get("/openapi?format=JSON")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    @Test
    void everyPathIsDescribed() {
        assertThat(description.get("paths").fieldNames())
                .toIterable()
                .contains(
                        "/api/memories",
                        "/api/memories/{content_hash}",
                        "/api/tags",
                        "/api/search",
                        "/api/search/by-tag",
                        "/api/search/by-time",
                        "/api/search/similar/{content_hash}",
                        "/api/events",
                        "/api/events/ticket",
                        "/api/events/stats",
                        "/api/health",
                        "/api/health/detailed",
                        "/api/health/model",
                        "/metrics");
    }

    @Test
    void everyOperationButTheOpenOnesSaysHowItRefusesAKey() {
        for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
            for (JsonNode operation : path.getValue()) {
                if (OPEN.contains(path.getKey())) {
                    // An empty requirement means that nothing is required.
                    assertThat(operation.at("/security/0").isEmpty())
                            .as(path.getKey())
                            .isTrue();
                } else {
                    assertThat(operation.get("responses").fieldNames())
                            .toIterable()
                            .as(path.getKey())
                            .contains("401", "403")
                            .containsAnyOf("200", "202");
                }
            }
        }
    }

    @Test
    void operationsThatReadValuesSayHowTheyRefuseThem() {
        for (String operation :
                List.of("/api/memories/post", "/api/memories/get", "/api/search/post", "/api/search~1by-tag/post")) {
            int method = operation.lastIndexOf('/');
            String path = operation.substring(0, method).replace("~1", "/");
            assertThat(description.get("paths").get(path).at(operation.substring(method) + "/responses/422"))
                    .as(operation)
                    .isNotEmpty();
        }
    }

    @Test
    void theKeyIsDescribedInBothHeaders() {
        assertThat(description.at("/components/securitySchemes/bearer/scheme").asText())
                .isEqualTo("bearer");
        assertThat(description.at("/components/securitySchemes/apiKey/name").asText())
                .isEqualTo("X-API-Key");
        assertThat(description.get("security")).hasSize(2);
    }

    @Test
    void theFieldsAreDescribedByTheNamesThatTheyHave() {
        assertThat(fields("Memory"))
                .containsExactlyInAnyOrder(
                        "content",
                        "content_hash",
                        "tags",
                        "memory_type",
                        "metadata",
                        "created_at",
                        "created_at_iso",
                        "updated_at",
                        "updated_at_iso");
        assertThat(fields("MemoryList"))
                .containsExactlyInAnyOrder("memories", "total", "page", "page_size", "has_more", "next_cursor");
        assertThat(fields("SearchRequest"))
                .containsExactlyInAnyOrder(
                        "query",
                        "n_results",
                        "similarity_threshold",
                        "tags",
                        "tag_match",
                        "tag_expression",
                        "memory_type",
                        "conversation_id",
                        "time_filter",
                        "after",
                        "before",
                        "tz",
                        "store");
        assertThat(fields("SearchResult"))
                .containsExactlyInAnyOrder("memory", "similarity_score", "relevance_reason", "passage");
    }

    private List<String> fields(String schema) {
        return description.at("/components/schemas/" + schema + "/properties").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }
}
