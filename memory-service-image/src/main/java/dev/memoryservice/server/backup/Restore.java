package dev.memoryservice.server.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.SnapshotDifference;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is known of one restore; as clients see it, and as the store's log keeps it. */
@Schema(name = "Restore")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Restore(
        String id,
        State state,
        Phase phase,

        @Schema(examples = "20261121T030000Z-k3x9") String backupId,

        @Schema(nullable = true, description = "The backup of what was replaced")
        Optional<String> safetyBackupId,

        @Schema(nullable = true, description = "Whose memories; null for everybody's")
        Optional<String> tenant,

        @Schema(description = "Whether only the differences were counted")
        boolean dryRun,

        @Schema(description = "Memories that were not there before")
        long added,

        @Schema(description = "Memories that are not there any more")
        long removed,

        @Schema(description = "Memories with other tags, type, metadata, times or history")
        long changed,

        long unchanged,

        @Schema(description = "How many there are after it") long memories,

        Instant startedAt,
        @Schema(nullable = true) Optional<Instant> completedAt,
        String message) {

    /** Where it stands. */
    @Schema(name = "RestoreState")
    public enum State {
        @JsonProperty("Running")
        RUNNING,
        @JsonProperty("Succeeded")
        SUCCEEDED,
        @JsonProperty("Failed")
        FAILED
    }

    /** What it is at work on, or was last. */
    @Schema(name = "RestorePhase")
    public enum Phase {
        @JsonProperty("Verifying")
        VERIFYING,
        @JsonProperty("Comparing")
        COMPARING,
        @JsonProperty("SafetyBackup")
        SAFETY_BACKUP,
        @JsonProperty("Replacing")
        REPLACING,
        @JsonProperty("Completed")
        COMPLETED
    }

    static Restore running(String id, String backupId, Optional<String> tenant, boolean dryRun, Instant now) {
        return new Restore(
                id,
                State.RUNNING,
                Phase.VERIFYING,
                backupId,
                Optional.empty(),
                tenant,
                dryRun,
                0,
                0,
                0,
                0,
                0,
                now,
                Optional.empty(),
                "");
    }

    Restore in(Phase next) {
        return new Restore(
                id,
                state,
                next,
                backupId,
                safetyBackupId,
                tenant,
                dryRun,
                added,
                removed,
                changed,
                unchanged,
                memories,
                startedAt,
                completedAt,
                message);
    }

    Restore savedBy(String backup) {
        return new Restore(
                id,
                state,
                phase,
                backupId,
                Optional.of(backup),
                tenant,
                dryRun,
                added,
                removed,
                changed,
                unchanged,
                memories,
                startedAt,
                completedAt,
                message);
    }

    Restore succeeded(SnapshotDifference difference, String what, Instant now) {
        return new Restore(
                id,
                State.SUCCEEDED,
                Phase.COMPLETED,
                backupId,
                safetyBackupId,
                tenant,
                dryRun,
                difference.added(),
                difference.removed(),
                difference.changed(),
                difference.unchanged(),
                difference.memories(),
                startedAt,
                Optional.of(now),
                what);
    }

    Restore failed(String why, Instant now) {
        return new Restore(
                id,
                State.FAILED,
                phase,
                backupId,
                safetyBackupId,
                tenant,
                dryRun,
                0,
                0,
                0,
                0,
                0,
                startedAt,
                Optional.of(now),
                why);
    }
}
