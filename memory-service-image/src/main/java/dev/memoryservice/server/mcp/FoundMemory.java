package dev.memoryservice.server.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.search.rest.SearchResponse;
import java.util.List;
import java.util.Optional;

/**
 * A memory as models see it: what helps to answer, and the hash to act on it.
 *
 * @param passage of a long memory, the passage that is nearest to the query
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record FoundMemory(
        String content,
        String contentHash,
        List<String> tags,
        String memoryType,
        String createdAt,
        Optional<Double> similarityScore,
        Optional<String> passage) {

    public static FoundMemory of(Memory memory) {
        return of(memory, Optional.empty(), Optional.empty());
    }

    public static FoundMemory of(SearchHit hit) {
        return of(hit.memory(), Optional.of(Math.round(SearchResponse.similarity(hit) * 1000) / 1000.0), hit.passage());
    }

    private static FoundMemory of(Memory memory, Optional<Double> similarity, Optional<String> passage) {
        return new FoundMemory(
                memory.content(),
                memory.contentHash(),
                memory.tags(),
                memory.type(),
                memory.createdAt().toString(),
                similarity,
                passage);
    }
}
