package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.Memory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A memory as clients see it.
 *
 * @param createdAt seconds since 1970, with a fraction
 * @param createdAtIso the same, ISO 8601 in UTC
 */
@Schema(name = "Memory")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record MemoryView(
        String content,

        @Schema(description = "SHA-256 of the stripped, lower-cased content", pattern = "^[0-9a-f]{64}$")
        String contentHash,

        List<String> tags,
        String memoryType,
        Map<String, Object> metadata,

        @Schema(description = "Seconds since 1970", examples = "1767225600.25")
        double createdAt,

        @Schema(examples = "2026-01-01T00:00:00.250Z") String createdAtIso,
        double updatedAt,
        String updatedAtIso) {

    private static final double NANOS = 1e9;

    public static MemoryView of(Memory memory) {
        return new MemoryView(
                memory.content(),
                memory.contentHash(),
                memory.tags(),
                memory.type(),
                memory.metadata(),
                seconds(memory.createdAt()),
                memory.createdAt().toString(),
                seconds(memory.updatedAt()),
                memory.updatedAt().toString());
    }

    /** Seconds since 1970, with a fraction. */
    static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / NANOS;
    }
}
