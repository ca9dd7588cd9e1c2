package dev.memoryservice.crds.v1alpha1.backup;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a restore is. */
public enum RestorePhase {
    /** The server was not asked yet, or is busy with another. */
    @JsonProperty("Pending")
    PENDING,
    /** The server carries it out. */
    @JsonProperty("Running")
    RUNNING,
    /** Everything is as in the backup, or with dryRun: is known what would change. */
    @JsonProperty("Succeeded")
    SUCCEEDED,
    /** Nothing was changed. */
    @JsonProperty("Failed")
    FAILED
}
