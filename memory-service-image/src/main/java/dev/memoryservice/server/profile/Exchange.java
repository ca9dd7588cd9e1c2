package dev.memoryservice.server.profile;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.NewMemory;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One turn of a conversation: what the user said and what the agent answered. It is stored as one memory whose content
 * a person can read; its metadata says where the one ends and the other begins.
 *
 * @param userInput what the user said
 * @param agentResponse what the agent answered
 * @param saidAt when
 * @param metaData what the client keeps with it
 * @param contentHash the memory that holds it
 */
public record Exchange(
        String userInput, String agentResponse, Instant saidAt, Map<String, Object> metaData, String contentHash) {

    /** The type and the tag of memories that are exchanges. */
    public static final String TYPE = "conversation";

    private static final String USER = "User: ";
    private static final String AGENT = "\nAssistant: ";
    private static final String LENGTH = "user_input_length";
    private static final String SAID_AT = "said_at";
    private static final String META_DATA = "meta_data";

    /** The exchange that a memory holds; empty when it holds something else. */
    public static Optional<Exchange> of(Memory memory) {
        if (!(memory.metadata().get(LENGTH) instanceof Integer length)) {
            return Optional.empty();
        }
        String content = memory.content();
        int end = USER.length() + length;
        if (length < 0 || end > content.length() || !content.startsWith(USER) || !content.startsWith(AGENT, end)) {
            return Optional.empty();
        }
        return Optional.of(new Exchange(
                content.substring(USER.length(), end),
                content.substring(end + AGENT.length()),
                saidAt(memory),
                metaData(memory.metadata()),
                memory.contentHash()));
    }

    /** The memory that will hold an exchange. */
    static NewMemory toMemory(
            String userInput,
            String agentResponse,
            Instant saidAt,
            Map<String, Object> metaData,
            List<String> tags,
            Optional<String> conversationId) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put(LENGTH, userInput.length());
        metadata.put(SAID_AT, saidAt.toString());
        if (!metaData.isEmpty()) {
            metadata.put(META_DATA, metaData);
        }
        return new NewMemory(
                USER + userInput + AGENT + agentResponse, tags, Optional.of(TYPE), metadata, conversationId);
    }

    private static Instant saidAt(Memory memory) {
        try {
            return memory.metadata().get(SAID_AT) instanceof String time ? Instant.parse(time) : memory.createdAt();
        } catch (DateTimeException e) {
            return memory.createdAt();
        }
    }

    private static Map<String, Object> metaData(Map<String, Object> ofMemory) {
        Map<String, Object> data = new LinkedHashMap<>();
        if (ofMemory.get(META_DATA) instanceof Map<?, ?> kept) {
            kept.forEach((name, value) -> data.put(String.valueOf(name), value));
        }
        return data;
    }
}
