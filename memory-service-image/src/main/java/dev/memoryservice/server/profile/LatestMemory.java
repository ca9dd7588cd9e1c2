package dev.memoryservice.server.profile;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One of the latest things: the short-term view.
 *
 * @param userInput what the user said, or what was noted, shortened to 500 characters
 * @param agentResponse what the agent answered, shortened likewise; empty where only the user speaks
 * @param timestamp ISO 8601 in UTC
 * @param contentHash the memory
 */
@Schema(name = "LatestMemory")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LatestMemory(String userInput, String agentResponse, String timestamp, String contentHash) {

    private static final int LONGEST = 500;

    static LatestMemory of(Utterance utterance) {
        return new LatestMemory(
                shortened(utterance.user()),
                shortened(utterance.agent()),
                utterance.saidAt().toString(),
                utterance.contentHash());
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
