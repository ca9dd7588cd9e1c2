package dev.memoryservice.server.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.backup.Restore;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The details of {@code GET /api/health/detailed}.
 *
 * @param status {@code healthy}, or {@code degraded} with the reason in {@code storage.error}
 * @param restore present while a restore is at work
 */
@Schema(name = "HealthReport")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record HealthReport(
        String status,
        String version,
        String timestamp,
        double uptimeSeconds,
        Storage storage,
        Usage system,
        Performance performance,
        Statistics statistics,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Restoring> restore) {

    /**
     * The store and the model.
     *
     * @param backend the backend in the words of existing clients, for example {@code sqlite-vec}
     * @param name the backend in the words of the custom resource, for example {@code SQLite}; the operator compares it
     * @param accessible whether it can be read
     * @param writable whether it can be written
     * @param problem what is wrong, for programs: {@code full}, {@code read-only}, {@code damaged}, {@code slow}, {@code
     *     failing}, {@code gone} or {@code unavailable}; absent when nothing is
     * @param error what is wrong and what to do, for people; absent when nothing is
     * @param volume the file system that the data is on; absent when that cannot be found out
     * @param reembedding present while memories get vectors of a new model
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Storage(
            String backend,
            String name,
            String status,
            boolean accessible,
            boolean writable,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> problem,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> error,
            String embeddingModel,
            int embeddingDimension,
            long totalMemories,
            long uniqueTags,
            long memoriesThisWeek,
            long databaseSizeBytes,
            double databaseSizeMb,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Volume> volume,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ModelChange> reembedding) {}

    /**
     * A file system; a volume has a little less room than its size says.
     *
     * @param sizeBytes of all of it
     * @param freeBytes what may still be written
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Volume(long sizeBytes, long freeBytes) {}

    /**
     * How far a change of the embedding model is; searches find memories without a new vector by their words only.
     *
     * @param remainingCount how many memories have no vector of the new model yet
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record ModelChange(String model, long totalCount, long remainingCount, double progressPercentage) {}

    /**
     * A restore that is at work.
     *
     * @param phase {@code Replacing} while writes are refused
     * @param startedAt ISO 8601, UTC
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Restoring(String id, Restore.Phase phase, String startedAt) {}

    /** Shares in percent: of the heap that is allowed, and of the file system that the data is on. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Usage(double memoryPercent, double diskPercent) {}

    /** Since the start. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Performance(double uptimeSeconds, String uptimeFormatted) {}

    /** What dashboards of older clients read. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Statistics(
            long totalMemories, long uniqueTags, long memoriesThisWeek, double databaseSizeMb, String backend) {}
}
