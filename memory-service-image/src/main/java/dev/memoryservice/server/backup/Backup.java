package dev.memoryservice.server.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.backup.format.BackupContents;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is known of one backup; as clients see it, and as its note keeps it. */
@Schema(name = "Backup")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Backup(
        @Schema(examples = "20261121T030000Z-k3x9", pattern = BackupId.PATTERN)
        String id,

        State state,
        Trigger trigger,
        Map<String, String> labels,

        @Schema(description = "The moment that the content is of is not before it")
        Instant startedAt,

        @Schema(nullable = true) Optional<Instant> completedAt,

        @Schema(description = "Of the file, as it lies there; 0 when there is none")
        long sizeBytes,

        @Schema(nullable = true, description = "Of all tenants, tombstones not counted; null when not known yet")
        Optional<Long> memories,

        @Schema(nullable = true) Optional<Long> tombstones,
        @Schema(nullable = true) Optional<Long> tenants,
        boolean encrypted,
        int formatVersion,
        @Schema(nullable = true) Optional<String> serverVersion,
        @Schema(nullable = true) Optional<String> embeddingModel,

        @Schema(nullable = true, description = "Of the file")
        Optional<String> sha256,

        @Schema(nullable = true, description = "When it was last proven by a restore")
        Optional<Instant> verifiedAt,

        Verification verification,

        @Schema(description = "What went wrong; empty when nothing did")
        String message) {

    /** Where it stands. */
    @Schema(name = "BackupState")
    public enum State {
        @JsonProperty("Running")
        RUNNING,
        @JsonProperty("Succeeded")
        SUCCEEDED,
        @JsonProperty("Failed")
        FAILED
    }

    /** What it was made for. */
    @Schema(name = "BackupTrigger")
    public enum Trigger {
        @JsonProperty("manual")
        MANUAL,
        @JsonProperty("schedule")
        SCHEDULE,
        @JsonProperty("upgrade")
        UPGRADE,
        @JsonProperty("restore")
        RESTORE
    }

    /** Where its verification stands. */
    @Schema(name = "BackupVerificationState")
    public enum Proof {
        @JsonProperty("None")
        NONE,
        @JsonProperty("Running")
        RUNNING,
        @JsonProperty("Succeeded")
        SUCCEEDED,
        @JsonProperty("Failed")
        FAILED
    }

    /**
     * The last verification.
     *
     * @param message what it found
     */
    @Schema(name = "BackupVerification")
    public record Verification(Proof state, String message) {

        static final Verification NONE = new Verification(Proof.NONE, "");
    }

    static Backup running(String id, Trigger trigger, Map<String, String> labels, Instant now) {
        return new Backup(
                id,
                State.RUNNING,
                trigger,
                labels,
                now,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Verification.NONE,
                "");
    }

    /** One whose file is there, and was not read by this server yet. */
    static Backup found(String id, long size) {
        Backup unknown = running(id, Trigger.MANUAL, Map.of(), BackupId.moment(id));
        return unknown.ended(State.SUCCEEDED, unknown.startedAt(), size, "Found here and not read yet: verify it");
    }

    /** The same with what its file says. */
    Backup with(BackupContents contents) {
        return new Backup(
                id,
                State.SUCCEEDED,
                trigger,
                labels,
                startedAt,
                completedAt,
                contents.size(),
                Optional.of(contents.manifest().memories()),
                Optional.of(contents.manifest().tombstones()),
                Optional.of(contents.manifest().tenants()),
                contents.header().encryption().isPresent(),
                contents.header().version(),
                Optional.of(contents.header().server()),
                Optional.of(contents.header().model()),
                Optional.of(contents.sha256()),
                verifiedAt,
                verification,
                "");
    }

    Backup succeeded(BackupContents contents, Instant now) {
        return ended(State.SUCCEEDED, now, contents.size(), "").with(contents);
    }

    Backup failed(String why, Instant now) {
        return ended(State.FAILED, now, 0, why);
    }

    Backup verified(Proof proof, String what, Optional<Instant> when) {
        return new Backup(
                id,
                state,
                trigger,
                labels,
                startedAt,
                completedAt,
                sizeBytes,
                memories,
                tombstones,
                tenants,
                encrypted,
                formatVersion,
                serverVersion,
                embeddingModel,
                sha256,
                when.or(this::verifiedAt),
                new Verification(proof, what),
                message);
    }

    private Backup ended(State how, Instant when, long size, String what) {
        return new Backup(
                id,
                how,
                trigger,
                labels,
                startedAt,
                Optional.of(when),
                size,
                memories,
                tombstones,
                tenants,
                encrypted,
                formatVersion,
                serverVersion,
                embeddingModel,
                sha256,
                verifiedAt,
                verification,
                what);
    }
}
