package dev.memoryservice.server.search.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.request.Input;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/search}. */
@Schema(name = "SearchRequest", requiredProperties = "query")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SearchRequest(
        @Schema(minLength = 1) String query,

        @Schema(minimum = "1", maximum = "100", defaultValue = "10")
        int nResults,

        @Schema(minimum = "0", maximum = "1", nullable = true, description = "The least similarity_score")
        Double similarityThreshold,

        @Schema(defaultValue = "default") String store) {

    record Parsed(String query, int limit, OptionalDouble threshold, Optional<String> store) {}

    static Parsed read(Input body) {
        Parsed parsed = new Parsed(
                body.requiredText("query"),
                body.integer("n_results", 1, SearchResource.MOST_RESULTS).orElse(SearchResource.DEFAULT_RESULTS),
                body.share("similarity_threshold"),
                body.text("store"));
        body.check();
        return parsed;
    }
}
