package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.StoreOutcome;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to {@code POST /api/memories}. A duplicate is no error: the content is remembered, as the hash says.
 *
 * @param memory the stored memory; null for a duplicate, as existing clients know it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "StoreResponse")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StoreResponse(
        @Schema(description = "False for a duplicate") boolean success,
        String message,

        @Schema(description = "Of the stored memory, or of the one that was there before")
        String contentHash,

        @Schema(nullable = true, description = "The stored memory; null for a duplicate")
        Optional<MemoryView> memory) {

    static StoreResponse of(StoreOutcome outcome) {
        return switch (outcome) {
            case StoreOutcome.Stored(var memory, var _) ->
                new StoreResponse(
                        true, "Memory stored successfully", memory.contentHash(), Optional.of(MemoryView.of(memory)));
            case StoreOutcome.Duplicate(var existing) -> refused("Duplicate content detected (exact match)", existing);
            case StoreOutcome.NearDuplicate(var near) ->
                refused(
                        "Duplicate content detected (semantically similar to "
                                + near.memory().contentHash() + ")",
                        near.memory());
        };
    }

    private static StoreResponse refused(String message, Memory existing) {
        return new StoreResponse(false, message, existing.contentHash(), Optional.empty());
    }
}
