package dev.memoryservice.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.memoryservice.crds.v1alpha1.backup.BackupPhase;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator observed of a backup. A field is absent until it is known. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MemoryBackupStatus(
        @JsonPropertyDescription("The `metadata.generation` that this status speaks about.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Pending, Running, Verifying, Succeeded, Failed, or Deleted when the backup is no longer" + " there.")
        BackupPhase phase,

        @JsonPropertyDescription(
                "Accepted: the spec can be carried out. Completed: the backup is made and there. Verified:"
                        + " it was restored for a trial, where spec.verify asks for it.")
        List<Condition> conditions,

        @JsonPropertyDescription("Id of the backup at the server, which is also the name of its file.")
        String backupId,

        @JsonPropertyDescription("Why it was made: manual, schedule, upgrade, or restore (before one).")
        String trigger,

        @JsonPropertyDescription("When it was begun, in RFC 3339.")
        String startedAt,

        @JsonPropertyDescription("When it was complete, in RFC 3339.")
        String completedAt,

        @JsonPropertyDescription("Size of the file in bytes.")
        Long sizeBytes,

        @JsonPropertyDescription("Number of memories in it.")
        Long memories,

        @JsonPropertyDescription("Whether it is encrypted.") Boolean encrypted,

        @JsonPropertyDescription("When it was last verified, in RFC 3339.")
        String verifiedAt,

        @JsonPropertyDescription("What went wrong and what to do, if something did.")
        String message) {

    private static final MemoryBackupStatus EMPTY =
            new MemoryBackupStatus(null, null, null, null, null, null, null, null, null, null, null, null);

    public MemoryBackupStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** Nothing observed yet. */
    public static MemoryBackupStatus empty() {
        return EMPTY;
    }
}
