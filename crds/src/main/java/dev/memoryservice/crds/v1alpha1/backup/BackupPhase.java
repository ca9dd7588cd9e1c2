package dev.memoryservice.crds.v1alpha1.backup;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a backup is. */
public enum BackupPhase {
    /** The server was not asked yet, or is busy with another. */
    @JsonProperty("Pending")
    PENDING,
    /** The server makes it. */
    @JsonProperty("Running")
    RUNNING,
    /** It is made, and being restored into a scratch store. */
    @JsonProperty("Verifying")
    VERIFYING,
    /** It is made, and verified where that was asked for. */
    @JsonProperty("Succeeded")
    SUCCEEDED,
    /** It could not be made, or verified. */
    @JsonProperty("Failed")
    FAILED,
    /** It was made, and is no longer there: by the retention, or deleted. */
    @JsonProperty("Deleted")
    DELETED
}
