package dev.memoryservice.server.search.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.FilterInput;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.RefusedException;
import dev.memoryservice.server.time.TimeExpression;
import dev.memoryservice.server.time.TimeRange;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/search/by-time}. */
@Schema(name = "TimeSearchRequest", requiredProperties = "query")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TimeSearchRequest(
        @Schema(
                minLength = 1,
                description = "A time in words or ISO 8601, or a sentence that speaks of one",
                examples = {"yesterday", "last 3 days", "before March 2025", "between 1 May and 3 June"})
        String query,

        @Schema(minimum = "1", maximum = "100", defaultValue = "10")
        int nResults,

        @Schema(nullable = true, description = "A question; without one the newest memories are found")
        String semanticQuery,

        @Schema(description = "Labels, as a list or as one text with commas")
        List<String> tags,

        String memoryType,

        @Schema(defaultValue = "UTC", description = "The time zone that days begin in", examples = "Europe/Warsaw")
        String tz,

        @Schema(defaultValue = "default") String store) {

    record Parsed(String words, Optional<String> question, MemoryFilter filter, int limit, Optional<String> store) {}

    static Parsed read(Input body) {
        String query = body.requiredText("query");
        Parsed parsed = new Parsed(
                query,
                body.text("semantic_query").filter(text -> !text.isBlank()),
                FilterInput.read(body),
                body.integer("n_results", 1, SearchResource.MOST_RESULTS).orElse(SearchResource.DEFAULT_RESULTS),
                body.text("store"));
        body.check();
        TimeRange range = range(query, FilterInput.now(body));
        return new Parsed(query, parsed.question(), parsed.filter().within(range), parsed.limit(), parsed.store());
    }

    private static TimeRange range(String query, ZonedDateTime now) {
        return TimeExpression.parse(query, now)
                .or(() -> TimeExpression.find(query, now).map(TimeExpression.Mention::range))
                .orElseThrow(
                        () -> new RefusedException(RefusedException.Reason.BAD_VALUE, TimeExpression.problem(query)));
    }
}
