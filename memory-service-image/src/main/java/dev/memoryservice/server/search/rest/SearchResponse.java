package dev.memoryservice.server.search.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchResult;
import dev.memoryservice.server.memory.rest.MemoryView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to every search. */
@Schema(name = "SearchResponse")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SearchResponse(
        List<Result> results,
        int totalFound,
        String query,
        String searchType,
        double processingTimeMs,

        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        @Schema(description = "What to know about the result, for example that the embedding model is being changed")
        Optional<String> note) {

    /**
     * One hit.
     *
     * @param similarityScore (1 + cosine) / 2, so that unrelated texts are at about 0.5; null for a search by tags
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "SearchResult")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Result(
            MemoryView memory,

            @Schema(nullable = true, minimum = "0", maximum = "1")
            Optional<Double> similarityScore,

            String relevanceReason,

            @JsonInclude(JsonInclude.Include.NON_ABSENT)
            @Schema(description = "The passage of a long content that is nearest to the query")
            Optional<String> passage) {}

    private static final double NANOS_PER_MILLI = 1e6;

    /** How alike a hit's and a question's meaning are, 0 to 1, on the scale that clients know. */
    public static double similarity(SearchHit hit) {
        return Math.clamp((1 + hit.cosine()) / 2, 0.0, 1.0);
    }

    static SearchResponse ofMeaning(SearchResult found, double threshold) {
        return of(found, threshold, hit -> {
            double similarity = similarity(hit);
            return new Result(
                    MemoryView.of(hit.memory()),
                    Optional.of(similarity),
                    String.format(Locale.ROOT, "Semantic similarity: %.3f", similarity),
                    hit.passage());
        });
    }

    /** @param scored whether a question was asked, so that the hits have scores */
    static SearchResponse ofTime(SearchResult found, boolean scored) {
        String reason = "Time match: " + found.query();
        return of(
                found,
                0,
                hit -> new Result(
                        MemoryView.of(hit.memory()),
                        scored ? Optional.of(similarity(hit)) : Optional.empty(),
                        reason,
                        hit.passage()));
    }

    static SearchResponse ofTags(SearchResult found, String reason) {
        return of(found, 0, hit -> new Result(MemoryView.of(hit.memory()), Optional.empty(), reason, Optional.empty()));
    }

    private static SearchResponse of(SearchResult found, double threshold, Function<SearchHit, Result> result) {
        List<Result> results = found.hits().stream()
                .filter(hit -> threshold == 0 || similarity(hit) >= threshold)
                .map(result)
                .toList();
        return new SearchResponse(
                results,
                results.size(),
                found.query(),
                found.type(),
                found.took().toNanos() / NANOS_PER_MILLI,
                found.note());
    }
}
