package dev.memoryservice.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Optional;

/** The last change of the server's image, made with a way back. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record UpgradeStatus(
        @JsonPropertyDescription(
                "Pulling, PullFailed, BackingUp, BackupFailed, RollingOut, Completed, RollingBack, RestoringData or"
                        + " RolledBack.")
        UpgradePhase phase,

        @JsonPropertyDescription("The image before.") String fromImage,

        @JsonPropertyDescription("The version that the image before said it is.")
        String fromVersion,

        @JsonPropertyDescription("The image that is asked for.")
        String toImage,

        @JsonPropertyDescription("Id of the backup that was made before; absent where none was made.")
        String backupId,

        @JsonPropertyDescription("When the change was begun, in RFC 3339.")
        String startedAt,

        @JsonPropertyDescription("When the present phase was begun, in RFC 3339.")
        String phaseStartedAt,

        @JsonPropertyDescription("The generation of the spec that asked for it.")
        Long generation,

        @JsonPropertyDescription("What went wrong, if something did.")
        String message) {

    /** The next phase, begun at this time. */
    public UpgradeStatus in(UpgradePhase next, String now) {
        return new UpgradeStatus(next, fromImage, fromVersion, toImage, backupId, startedAt, now, generation, message);
    }

    /** The same with the backup that was made before. */
    public UpgradeStatus with(String madeBackupId) {
        return new UpgradeStatus(
                phase, fromImage, fromVersion, toImage, madeBackupId, startedAt, phaseStartedAt, generation, message);
    }

    /** The same with what went wrong. */
    public UpgradeStatus because(String reason) {
        return new UpgradeStatus(
                phase, fromImage, fromVersion, toImage, backupId, startedAt, phaseStartedAt, generation, reason);
    }

    @JsonIgnore
    public Optional<String> givenBackupId() {
        return Optional.ofNullable(backupId);
    }

    /** Whether the image before is to run. */
    @JsonIgnore
    public boolean runsFormer() {
        return phase != UpgradePhase.ROLLING_OUT && phase != UpgradePhase.COMPLETED;
    }
}
