package dev.memoryservice.e2e.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a caller has stored, to be compared with what the caller has later.
 *
 * @param memories by their hashes: content, tags, kind, metadata and times
 */
public record Possession(Map<String, Memory> memories) {

    private static final int PAGE = 100;

    /** What must stay as it is. */
    public record Memory(
            String content, JsonNode tags, JsonNode type, JsonNode metadata, JsonNode createdAt, JsonNode updatedAt) {

        private static Memory of(JsonNode memory) {
            return new Memory(
                    memory.get("content").asText(),
                    memory.path("tags"),
                    memory.path("memory_type"),
                    memory.path("metadata"),
                    memory.path("created_at"),
                    memory.path("updated_at"));
        }
    }

    /** Reads all pages. */
    public static Possession of(MemoryServiceClient client) {
        Map<String, Memory> memories = new TreeMap<>();
        JsonNode page;
        int number = 1;
        do {
            page = client.get("/api/memories?page_size=%d&page=%d".formatted(PAGE, number++))
                    .json();
            page.get("memories")
                    .forEach(memory -> memories.put(memory.get("content_hash").asText(), Memory.of(memory)));
        } while (page.get("has_more").asBoolean());
        return new Possession(memories);
    }
}
