package dev.memoryservice.server.search.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.FilterInput;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.request.Input;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/search/by-tag}. */
@Schema(name = "TagSearchRequest", requiredProperties = "tags")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TagSearchRequest(
        @Schema(description = "Labels, as a list or as one text with commas")
        List<String> tags,

        @Schema(defaultValue = "false", description = "Whether all tags are needed")
        boolean matchAll,

        @Schema(description = "When it was stored, in words or ISO 8601", examples = "last week")
        String timeFilter,

        @Schema(defaultValue = "UTC", description = "The time zone that days begin in", examples = "Europe/Warsaw")
        String tz,

        @Schema(minimum = "1", maximum = "100", defaultValue = "100")
        int limit,

        @Schema(defaultValue = "default") String store) {

    record Parsed(List<String> tags, TagMatch match, MemoryFilter further, int limit, Optional<String> store) {}

    static Parsed read(Input body) {
        if (!body.has("tags")) {
            body.missing("tags");
        }
        Parsed parsed = new Parsed(
                body.words("tags"),
                body.flag("match_all", false) ? TagMatch.ALL : TagMatch.ANY,
                FilterInput.further(body),
                body.integer("limit", 1, SearchResource.MOST_RESULTS).orElse(SearchResource.MOST_RESULTS),
                body.text("store"));
        body.check();
        return parsed;
    }
}
