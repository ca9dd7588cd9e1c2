package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.Neighbour;
import dev.memoryservice.server.memory.StoreOutcome;
import java.util.List;
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
        Optional<MemoryView> memory,

        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        @Schema(description = "Hashes of memories that this one may contradict; absent when there are none")
        Optional<List<String>> conflictsWith) {

    static StoreResponse of(StoreOutcome outcome) {
        return switch (outcome) {
            case StoreOutcome.Stored(var memory, var contradicted) -> stored(memory, contradicted);
            case StoreOutcome.Duplicate(var existing) ->
                duplicate("Duplicate content detected (exact match)", existing);
            case StoreOutcome.NearDuplicate(var near) ->
                duplicate(
                        "Duplicate content detected (semantically similar to "
                                + near.memory().contentHash() + ")",
                        near.memory());
        };
    }

    private static StoreResponse stored(Memory memory, List<Neighbour> contradicted) {
        List<String> hashes =
                contradicted.stream().map(other -> other.memory().contentHash()).toList();
        return new StoreResponse(
                true,
                "Memory stored successfully"
                        + (hashes.isEmpty() ? "" : ". It may contradict " + String.join(", ", hashes)),
                memory.contentHash(),
                Optional.of(MemoryView.of(memory)),
                Optional.of(hashes).filter(found -> !found.isEmpty()));
    }

    private static StoreResponse duplicate(String message, Memory existing) {
        return new StoreResponse(false, message, existing.contentHash(), Optional.empty(), Optional.empty());
    }
}
