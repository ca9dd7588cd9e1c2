package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.StoreOutcome;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to {@code POST /api/memories}. A duplicate is no error: the content is remembered, as the hash says.
 *
 * @param memory the stored memory, or the one that was there before
 */
@Schema(name = "StoreResponse")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StoreResponse(
        @Schema(description = "False for a duplicate") boolean success,
        String message,

        @Schema(description = "Of the stored memory, or of the one that was there before")
        String contentHash,

        @Schema(description = "The stored memory, or the one that was there before")
        MemoryView memory) {

    static StoreResponse of(StoreOutcome outcome) {
        return switch (outcome) {
            case StoreOutcome.Stored(var memory, var _) -> of(true, "Memory stored successfully", memory);
            case StoreOutcome.Duplicate(var existing) ->
                of(false, "Duplicate content detected (exact match)", existing);
            case StoreOutcome.NearDuplicate(var near) ->
                of(
                        false,
                        "Duplicate content detected (semantically similar to "
                                + near.memory().contentHash() + ")",
                        near.memory());
        };
    }

    private static StoreResponse of(boolean success, String message, Memory memory) {
        return new StoreResponse(success, message, memory.contentHash(), MemoryView.of(memory));
    }
}
