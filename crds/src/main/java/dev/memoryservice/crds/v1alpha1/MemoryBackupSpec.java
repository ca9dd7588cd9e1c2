package dev.memoryservice.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.memoryservice.crds.v1alpha1.backup.BackupNames;
import dev.memoryservice.crds.v1alpha1.user.ServiceReference;
import dev.memoryservice.crds.v1alpha1.workload.DeletionPolicy;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import java.util.Optional;

/** The backup that is wanted. But for what happens when it is deleted, it cannot be changed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.serviceRef.name == oldSelf.serviceRef.name && self.verify == oldSelf.verify"
                + " && (has(self.backupId) ? self.backupId : '') == (has(oldSelf.backupId) ? oldSelf.backupId : '')",
        message = "only deletionPolicy can be changed, because a backup is made once; make another MemoryBackup")
public record MemoryBackupSpec(
        @JsonPropertyDescription(
                "The MemoryService, of the same namespace, that a backup is made of. It needs" + " spec.backup.")
        @Required
        ServiceReference serviceRef,

        @JsonPropertyDescription(
                "true restores the backup into a scratch store, compares counts and checksums, and searches"
                        + " in it. Default: true.")
        @Default("true")
        Boolean verify,

        @JsonPropertyDescription("Id of a backup that the server has already, which this resource then stands for; the"
                + " operator gives it to those that it makes for the backups of the schedule. Default: another backup is"
                + " made.")
        @Pattern(BackupNames.ID)
        String backupId,

        @JsonPropertyDescription(
                "What happens to the backup when this resource is deleted: Retain keeps it as long as the"
                        + " retention of the MemoryService does; Delete deletes it for ever. Default: Retain.")
        @Default("Retain")
        DeletionPolicy deletionPolicy) {

    public MemoryBackupSpec {
        verify = Objects.requireNonNullElse(verify, true);
        deletionPolicy = Objects.requireNonNullElse(deletionPolicy, DeletionPolicy.RETAIN);
    }

    @JsonIgnore
    public Optional<String> givenBackupId() {
        return Optional.ofNullable(backupId);
    }
}
