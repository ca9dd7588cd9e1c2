package dev.memoryservice.server.profile;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.Memory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * What matters for a query.
 *
 * @param status {@code success}
 * @param query what was asked for
 * @param timestamp when, ISO 8601 in UTC
 * @param userProfile who the user is, in words; up to five minutes old
 * @param shortTermMemory the latest turns, oldest first
 * @param shortTermCount how many
 * @param retrievedPages past turns about the query, best first
 * @param retrievedUserKnowledge notes about the query, best first
 * @param retrievedAssistantKnowledge what the agent said of itself in those turns
 * @param totalPagesFound how many turns
 * @param totalUserKnowledgeFound how many notes
 * @param totalAssistantKnowledgeFound how many
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Recollection(
        String status,
        String query,
        String timestamp,
        String userProfile,
        List<Turn> shortTermMemory,
        int shortTermCount,
        List<Turn> retrievedPages,
        List<Note> retrievedUserKnowledge,
        List<Note> retrievedAssistantKnowledge,
        int totalPagesFound,
        int totalUserKnowledgeFound,
        int totalAssistantKnowledgeFound) {

    /** One turn. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Turn(
            String userInput,
            String agentResponse,
            String timestamp,
            Map<String, Object> metaInfo,
            String contentHash) {

        static Turn of(Exchange exchange) {
            return new Turn(
                    exchange.userInput(),
                    exchange.agentResponse(),
                    exchange.saidAt().toString(),
                    exchange.metaData(),
                    exchange.contentHash());
        }
    }

    /** Something that is known, and the memory that says so. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Note(String knowledge, String timestamp, String contentHash) {}

    static Recollection of(
            String query, String userProfile, List<Exchange> latest, List<Exchange> pages, List<Memory> notes) {
        List<Note> user = notes.stream()
                .map(note -> new Note(note.content(), note.createdAt().toString(), note.contentHash()))
                .toList();
        List<Note> agent = pages.stream()
                .flatMap(page -> StatementPatterns.in(page.agentResponse()).stream()
                        .map(found -> new Note(found.text(), page.saidAt().toString(), page.contentHash())))
                .toList();
        return new Recollection(
                "success",
                query,
                Instant.now().truncatedTo(ChronoUnit.MICROS).toString(),
                userProfile,
                latest.stream().map(Turn::of).toList(),
                latest.size(),
                pages.stream().map(Turn::of).toList(),
                user,
                agent,
                pages.size(),
                user.size(),
                agent.size());
    }
}
