package dev.memoryservice.crds.v1alpha1.backup;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.memoryservice.crds.v1alpha1.user.ServiceReference;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** Which backup is restored. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "(has(self.backupName) ? 1 : 0) + (has(self.backupId) ? 1 : 0) + (has(self.before) ? 1 : 0) == 1",
        message =
                "the backup is to be named by exactly one of backupName (a MemoryBackup), backupId and before (a time)")
@ValidationRule(
        value = "!(has(self.backupName) && has(self.serviceRef))",
        message =
                "serviceRef is given beside backupName, but the MemoryBackup says itself which MemoryService it is of;"
                        + " remove serviceRef",
        fieldPath = ".serviceRef")
public record RestoreSource(
        @JsonPropertyDescription("Name of a MemoryBackup of the same namespace.")
        @Pattern(BackupNames.OBJECT)
        @Size(max = BackupNames.LONGEST_OBJECT)
        String backupName,

        @JsonPropertyDescription(
                "Id of a backup, as status.backupId of a MemoryBackup has it, for example" + " 20261121T030000Z-k3x9.")
        @Pattern(BackupNames.ID)
        String backupId,

        @JsonPropertyDescription(
                "The newest backup that was made not after this time is restored, in RFC 3339, for example"
                        + " 2026-11-21T03:00:00Z.")
        @Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$")
        @Size(max = 40)
        String before,

        @JsonPropertyDescription("The MemoryService of the same namespace whose backup it is, with backupId or before."
                + " Default: the one that is restored into.")
        ServiceReference serviceRef) {

    @JsonIgnore
    public Optional<String> givenBackupName() {
        return Optional.ofNullable(backupName);
    }

    @JsonIgnore
    public Optional<String> givenBackupId() {
        return Optional.ofNullable(backupId);
    }

    @JsonIgnore
    public Optional<String> givenBefore() {
        return Optional.ofNullable(before);
    }

    @JsonIgnore
    public Optional<ServiceReference> givenServiceRef() {
        return Optional.ofNullable(serviceRef);
    }
}
