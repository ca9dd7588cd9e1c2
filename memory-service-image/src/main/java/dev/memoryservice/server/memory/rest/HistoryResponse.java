package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.PastVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to {@code GET /api/memories/{content_hash}/history}.
 *
 * @param history what updates replaced, the last one first
 */
@Schema(name = "HistoryResponse")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record HistoryResponse(String contentHash, List<Version> history, int total) {

    /**
     * What the memory was until an update.
     *
     * @param replacedAt seconds since 1970, with a fraction
     */
    @Schema(name = "PastVersion")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Version(
            List<String> tags,
            String memoryType,
            Map<String, Object> metadata,
            double replacedAt,
            String replacedAtIso) {

        private static Version of(PastVersion version) {
            return new Version(
                    version.tags(),
                    version.type(),
                    version.metadata(),
                    MemoryView.seconds(version.replacedAt()),
                    version.replacedAt().toString());
        }
    }

    static HistoryResponse of(String contentHash, List<PastVersion> versions) {
        return new HistoryResponse(
                contentHash.toLowerCase(Locale.ROOT),
                versions.stream().map(Version::of).toList(),
                versions.size());
    }
}
