package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.StoreOutcome;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to {@code POST /api/memories}. A duplicate is no error: the content is remembered, as the hash says.
 *
 * @param memory the stored memory; null for a duplicate
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "StoreResponse")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StoreResponse(
        @Schema(description = "False for a duplicate") boolean success,
        String message,

        @Schema(description = "Of the stored memory, or of the one that was there before")
        String contentHash,

        @Schema(nullable = true) Optional<MemoryView> memory) {

    static StoreResponse of(StoreOutcome outcome) {
        return switch (outcome) {
            case StoreOutcome.Stored(var memory) ->
                new StoreResponse(
                        true, "Memory stored successfully", memory.contentHash(), Optional.of(MemoryView.of(memory)));
            case StoreOutcome.Duplicate(var existing) ->
                new StoreResponse(
                        false, "Duplicate content detected (exact match)", existing.contentHash(), Optional.empty());
        };
    }
}
