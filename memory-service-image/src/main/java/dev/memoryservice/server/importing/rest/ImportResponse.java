package dev.memoryservice.server.importing.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.memoryservice.server.importing.Outcome;
import dev.memoryservice.server.importing.Reason;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of each line.
 *
 * @param stored how many are durable now
 * @param unchanged how many were there already, with the same date
 * @param skipped how many were left out
 * @param results in the order of the lines
 */
@Schema(name = "ImportResponse")
public record ImportResponse(long stored, long unchanged, long skipped, List<Result> results) {

    /** What can become of a line. */
    @Schema(name = "ImportOutcome")
    public enum Became {
        @JsonProperty("stored")
        STORED,
        @JsonProperty("unchanged")
        UNCHANGED,
        @JsonProperty("skipped")
        SKIPPED
    }

    /**
     * What became of one line.
     *
     * @param line its number, from 1, empty lines not counted
     * @param reason why it was skipped
     * @param detail the same in words
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @Schema(name = "ImportResult")
    public record Result(
            int line,
            Became outcome,
            @Schema(nullable = true) Optional<Reason> reason,
            @Schema(nullable = true) Optional<String> detail) {

        static Result of(int line, Outcome outcome) {
            return switch (outcome) {
                case Outcome.Stored stored -> new Result(line, Became.STORED, Optional.empty(), Optional.empty());
                case Outcome.Unchanged same -> new Result(line, Became.UNCHANGED, Optional.empty(), Optional.empty());
                case Outcome.Skipped(Reason reason, String detail) ->
                    new Result(line, Became.SKIPPED, Optional.of(reason), Optional.of(detail));
            };
        }
    }

    static ImportResponse of(List<Result> results) {
        return new ImportResponse(
                count(results, Became.STORED),
                count(results, Became.UNCHANGED),
                count(results, Became.SKIPPED),
                results);
    }

    private static long count(List<Result> results, Became outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }
}
