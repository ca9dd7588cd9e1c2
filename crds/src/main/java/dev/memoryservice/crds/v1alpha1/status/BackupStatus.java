package dev.memoryservice.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The backups of a service, as its server said them last. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BackupStatus(
        @JsonPropertyDescription("When the newest backup was complete, in RFC 3339.")
        String lastSuccessful,

        @JsonPropertyDescription("When a backup was last verified, in RFC 3339.")
        String lastVerified,

        @JsonPropertyDescription("Number of memories in the newest backup.")
        Long memories,

        @JsonPropertyDescription("Id of the newest backup.") String lastBackupId,

        @JsonPropertyDescription("How many backups there are.")
        Integer count) {}
