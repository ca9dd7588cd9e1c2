package dev.memoryservice.server.search.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.FilterInput;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.request.Input;
import java.util.List;
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

        @Schema(description = "Labels, as a list or as one text with commas")
        List<String> tags,

        @Schema(
                enumeration = {"any", "all"},
                defaultValue = "any")
        String tagMatch,

        @Schema(description = "A condition on the tags", examples = "ops AND (urgent OR \"on call\") AND NOT done")
        String tagExpression,

        String memoryType,
        String conversationId,

        @Schema(description = "When it was stored, in words or ISO 8601", examples = "last week")
        String timeFilter,

        @Schema(description = "Stored at this time or later", examples = "2025-03-01")
        String after,

        @Schema(description = "Stored before this time", examples = "March 2025")
        String before,

        @Schema(defaultValue = "UTC", description = "The time zone that days begin in", examples = "Europe/Warsaw")
        String tz,

        @Schema(defaultValue = "default") String store) {

    record Parsed(String query, int limit, OptionalDouble threshold, MemoryFilter filter, Optional<String> store) {}

    static Parsed read(Input body) {
        Parsed parsed = new Parsed(
                body.requiredText("query"),
                body.integer("n_results", 1, SearchResource.MOST_RESULTS).orElse(SearchResource.DEFAULT_RESULTS),
                body.share("similarity_threshold"),
                FilterInput.read(body),
                body.text("store"));
        body.check();
        return parsed;
    }
}
