package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.NewMemory;
import dev.memoryservice.server.request.Input;
import jakarta.ws.rs.core.HttpHeaders;
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

        @Schema(nullable = true, description = "Memories of a conversation are never refused as near duplicates")
        String conversationId,

        @Schema(
                defaultValue = "false",
                description = "Without effect: content that was deleted may always be stored again")
        boolean restoreDeleted,

        @Schema(defaultValue = "default") String store) {

    /** What is to be stored, and where. */
    record Parsed(NewMemory memory, Optional<String> store) {}

    /** Reads what a client sends to be stored, and what its headers say of the client. */
    static Parsed read(Input body, HttpHeaders headers) {
        String content = body.requiredText("content");
        List<String> tags = new ArrayList<>(body.words("tags"));
        agentTag(headers).ifPresent(tags::add);
        Map<String, Object> metadata = new LinkedHashMap<>(body.object("metadata"));
        body.text("client_hostname")
                .or(() -> Optional.ofNullable(headers.getHeaderString("X-Client-Hostname")))
                .ifPresent(host -> metadata.putIfAbsent("hostname", host));
        // Deleted content may always be stored again; older clients ask for it.
        body.flag("restore_deleted", false);
        Parsed parsed = new Parsed(
                new NewMemory(content, tags, body.text("memory_type"), metadata, body.text("conversation_id")),
                body.text("store"));
        body.check();
        return parsed;
    }

    /** The tag {@code agent:<id>} of the agent that {@code X-Agent-ID} names. */
    static Optional<String> agentTag(HttpHeaders headers) {
        return Optional.ofNullable(headers.getHeaderString("X-Agent-ID"))
                .filter(id -> !id.isBlank())
                .map(id -> "agent:" + id.strip());
    }
}
