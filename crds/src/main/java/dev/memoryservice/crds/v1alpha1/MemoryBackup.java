package dev.memoryservice.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.memoryservice.crds.v1alpha1.backup.BackupNames;
import dev.memoryservice.crds.v1alpha1.status.MemoryBackupStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One backup of the memories of one MemoryService. */
@Group(MemoryService.GROUP)
@Version(MemoryService.VERSION)
@Kind(MemoryBackup.KIND)
@ShortNames("membackup")
@ValidationRule(
        value = "size(self.metadata.name) <= " + BackupNames.LONGEST_OBJECT,
        message = "metadata.name is longer than 100 characters, so what is made from it could not be named; choose a"
                + " shorter name")
@ValidationRule(
        value = "has(self.spec)",
        message = "spec is missing; give at least spec.serviceRef.name, the MemoryService that a backup is made of")
@AdditionalPrinterColumn(
        name = "Service",
        jsonPath = ".spec.serviceRef.name",
        getDescription = "The MemoryService that it is a backup of")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", getDescription = "How far it is")
@AdditionalPrinterColumn(
        name = "Memories",
        jsonPath = ".status.memories",
        type = AdditionalPrinterColumn.Type.INTEGER,
        getDescription = "Memories in the backup")
@AdditionalPrinterColumn(
        name = "Bytes",
        jsonPath = ".status.sizeBytes",
        type = AdditionalPrinterColumn.Type.INTEGER,
        getDescription = "Size of the backup")
@AdditionalPrinterColumn(
        name = "Completed",
        jsonPath = ".status.completedAt",
        type = AdditionalPrinterColumn.Type.DATE,
        getDescription = "When it was made")
@AdditionalPrinterColumn(
        name = "Verified",
        jsonPath = ".status.verifiedAt",
        type = AdditionalPrinterColumn.Type.DATE,
        getDescription = "When it was restored for a trial")
@AdditionalPrinterColumn(
        name = "Id",
        jsonPath = ".status.backupId",
        priority = 1,
        getDescription = "Id of the backup at the server")
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.message",
        priority = 1,
        getDescription = "What went wrong, if something did")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class MemoryBackup extends CustomResource<MemoryBackupSpec, MemoryBackupStatus> implements Namespaced {

    public static final String KIND = "MemoryBackup";

    /** Null: a program that applies only metadata or a status must not apply a spec with it. */
    @Override
    protected MemoryBackupSpec initSpec() {
        return null;
    }

    @Override
    protected MemoryBackupStatus initStatus() {
        return null;
    }

    /** The status, empty as long as nothing was observed. */
    @JsonIgnore
    public MemoryBackupStatus reported() {
        return getStatus() == null ? MemoryBackupStatus.empty() : getStatus();
    }
}
