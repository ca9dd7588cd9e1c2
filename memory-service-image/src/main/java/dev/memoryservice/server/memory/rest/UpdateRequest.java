package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.MemoryUpdate;
import dev.memoryservice.server.request.Input;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code PUT /api/memories/{content_hash}}. */
@Schema(name = "UpdateRequest")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record UpdateRequest(
        @Schema(
                nullable = true,
                description = "Labels, as a list or as one text with commas, in place of those there are")
        List<String> tags,

        @Schema(nullable = true) String memoryType,

        @Schema(nullable = true, description = "Entries to set; null removes an entry")
        Map<String, Object> metadata) {

    static MemoryUpdate read(Input body) {
        MemoryUpdate update = new MemoryUpdate(
                body.has("tags") ? Optional.of(body.words("tags")) : Optional.empty(),
                body.text("memory_type"),
                body.has("metadata") ? Optional.of(body.object("metadata")) : Optional.empty());
        body.check();
        return update;
    }
}
