package dev.memoryservice.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a change of the server's image is. */
public enum UpgradePhase {
    /** The new image is pulled to the node of the server; the image before runs. */
    @JsonProperty("Pulling")
    PULLING,
    /** The new image could not be pulled; the image before runs, and nothing was changed. */
    @JsonProperty("PullFailed")
    PULL_FAILED,
    /** A backup is made; the image before runs. */
    @JsonProperty("BackingUp")
    BACKING_UP,
    /** The backup could not be made; the image before runs, and nothing was changed. */
    @JsonProperty("BackupFailed")
    BACKUP_FAILED,
    /** The new image is started and verified. */
    @JsonProperty("RollingOut")
    ROLLING_OUT,
    /** The new image runs and was verified. */
    @JsonProperty("Completed")
    COMPLETED,
    /** The new image was not verified in time; the image before is started and verified. */
    @JsonProperty("RollingBack")
    ROLLING_BACK,
    /** The new image changed the database, so that the image before begins an empty one and gets the backup back. */
    @JsonProperty("RestoringData")
    RESTORING_DATA,
    /** The image before runs and was verified; the new one is not tried again until the spec changes. */
    @JsonProperty("RolledBack")
    ROLLED_BACK
}
