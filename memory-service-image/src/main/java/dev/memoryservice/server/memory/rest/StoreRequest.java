package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.NewMemory;
import dev.memoryservice.server.request.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/memories}. */
@Schema(name = "StoreRequest", requiredProperties = "content")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StoreRequest(
        @Schema(minLength = 1, description = "The text, at most 1 MiB of UTF-8")
        String content,

        @Schema(description = "Labels, as a list or as one text with commas")
        List<String> tags,

        @Schema(defaultValue = "observation") String memoryType,
        Map<String, Object> metadata,
        @Schema(nullable = true) String clientHostname,
        @Schema(nullable = true) String conversationId,
        @Schema(defaultValue = "default") String store) {

    /** What is to be stored, and where. */
    record Parsed(NewMemory memory, Optional<String> store) {}

    /**
     * @param agentId the header {@code X-Agent-ID}: adds the tag {@code agent:<id>}
     * @param hostname the header {@code X-Client-Hostname}: kept in the metadata
     */
    static Parsed read(Input body, Optional<String> agentId, Optional<String> hostname) {
        String content = body.requiredText("content");
        List<String> tags = new ArrayList<>(body.words("tags"));
        agentId.ifPresent(id -> tags.add("agent:" + id));
        Map<String, Object> metadata = new LinkedHashMap<>(body.object("metadata"));
        body.text("client_hostname").or(() -> hostname).ifPresent(host -> metadata.putIfAbsent("hostname", host));
        Parsed parsed = new Parsed(
                new NewMemory(content, tags, body.text("memory_type"), metadata, body.text("conversation_id")),
                body.text("store"));
        body.check();
        return parsed;
    }
}
