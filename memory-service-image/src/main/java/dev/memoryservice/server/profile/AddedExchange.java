package dev.memoryservice.server.profile;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.StoreOutcome;
import java.time.Instant;

/**
 * What became of an exchange.
 *
 * @param status {@code success}: it is remembered
 * @param message whether it was new
 * @param timestamp when it was said, ISO 8601 in UTC
 * @param contentHash the memory that holds it
 * @param details what was taken in
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AddedExchange(String status, String message, String timestamp, String contentHash, Details details) {

    /** Lengths in characters. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Details(int userInputLength, int agentResponseLength, boolean hasMetaData) {}

    private static final String KNOWN = "This exchange was remembered before; nothing was changed";

    static AddedExchange of(Conversations.NewExchange exchange, Instant saidAt, StoreOutcome outcome) {
        Details details = new Details(
                exchange.userInput().length(),
                exchange.agentResponse().length(),
                !exchange.metaData().isEmpty());
        return switch (outcome) {
            case StoreOutcome.Stored stored -> of("Memory added", saidAt, stored.memory(), details);
            case StoreOutcome.Duplicate duplicate -> of(KNOWN, saidAt, duplicate.existing(), details);
            case StoreOutcome.NearDuplicate near ->
                of(KNOWN, saidAt, near.existing().memory(), details);
        };
    }

    private static AddedExchange of(String message, Instant saidAt, Memory memory, Details details) {
        return new AddedExchange("success", message, saidAt.toString(), memory.contentHash(), details);
    }
}
