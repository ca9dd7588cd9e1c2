package dev.memoryservice.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.memoryservice.crds.v1alpha1.backup.RestorePhase;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator observed of a restore. A field is absent until it is known. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MemoryRestoreStatus(
        @JsonPropertyDescription("The `metadata.generation` that this status speaks about.")
        Long observedGeneration,

        @JsonPropertyDescription("Pending, Running, Succeeded or Failed.")
        RestorePhase phase,

        @JsonPropertyDescription(
                "Accepted: the spec can be carried out. Completed: everything is as in the backup, or with"
                        + " dryRun: what would change is known.")
        List<Condition> conditions,

        @JsonPropertyDescription("Id of the backup that is restored.")
        String backupId,

        @JsonPropertyDescription("Id of the backup of what was there before.")
        String safetyBackupId,

        @JsonPropertyDescription("What the server does at the moment, in its own word.")
        String step,

        @JsonPropertyDescription("Memories that are in the backup and were not there.")
        Long added,

        @JsonPropertyDescription("Memories that were there and are not in the backup.")
        Long removed,

        @JsonPropertyDescription("Memories that were there in another form.")
        Long changed,

        @JsonPropertyDescription("Memories that were there as they are in the backup.")
        Long unchanged,

        @JsonPropertyDescription("When it was begun, in RFC 3339.")
        String startedAt,

        @JsonPropertyDescription("When it was complete, in RFC 3339.")
        String completedAt,

        @JsonPropertyDescription("What went wrong and what to do, if something did.")
        String message) {

    private static final MemoryRestoreStatus EMPTY =
            new MemoryRestoreStatus(null, null, null, null, null, null, null, null, null, null, null, null, null);

    public MemoryRestoreStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** Nothing observed yet. */
    public static MemoryRestoreStatus empty() {
        return EMPTY;
    }
}
