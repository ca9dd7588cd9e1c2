package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.MemoryChange;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to {@code PUT /api/memories/{content_hash}}.
 *
 * @param success always true; what cannot be done is refused
 * @param message which fields are different now
 * @param memory the memory as it is now
 */
@Schema(name = "UpdateResponse")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record UpdateResponse(
        boolean success,

        @Schema(examples = "Updated fields: tags, updated_at")
        String message,

        String contentHash,
        MemoryView memory) {

    static UpdateResponse of(MemoryChange change) {
        List<String> fields = change.fields();
        String message = fields.isEmpty()
                ? "No updates provided - memory unchanged"
                : "Updated fields: " + String.join(", ", fields) + ", updated_at";
        return new UpdateResponse(true, message, change.after().contentHash(), MemoryView.of(change.after()));
    }
}
