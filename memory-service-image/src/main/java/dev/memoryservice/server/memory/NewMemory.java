package dev.memoryservice.server.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client gives to be remembered.
 *
 * @param content the text, not blank
 * @param tags labels as given; normalised when stored
 * @param type what kind of memory this is
 * @param metadata free JSON values
 * @param conversationId the conversation that it was said in
 */
public record NewMemory(
        String content,
        List<String> tags,
        Optional<String> type,
        Map<String, Object> metadata,
        Optional<String> conversationId) {}
