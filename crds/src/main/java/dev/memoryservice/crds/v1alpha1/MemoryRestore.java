package dev.memoryservice.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.memoryservice.crds.v1alpha1.status.MemoryRestoreStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One restore of a backup into one MemoryService. */
@Group(MemoryService.GROUP)
@Version(MemoryService.VERSION)
@Kind(MemoryRestore.KIND)
@ShortNames("memrestore")
@ValidationRule(
        value = "size(self.metadata.name) <= 60",
        message = "metadata.name is longer than 60 characters, so what is made from it could not be named; choose a"
                + " shorter name")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
        message =
                "metadata.name is not a DNS label, which the name of its Job is; use lower-case letters, digits and '-',"
                        + " and begin and end with a letter or a digit")
@ValidationRule(
        value = "has(self.spec)",
        message =
                "spec is missing; give at least spec.serviceRef.name, the MemoryService that is restored into, and spec.source")
@AdditionalPrinterColumn(
        name = "Service",
        jsonPath = ".spec.serviceRef.name",
        getDescription = "The MemoryService that is restored into")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", getDescription = "How far it is")
@AdditionalPrinterColumn(
        name = "Backup",
        jsonPath = ".status.backupId",
        getDescription = "Id of the backup that is restored")
@AdditionalPrinterColumn(
        name = "Dry-Run",
        jsonPath = ".spec.dryRun",
        type = AdditionalPrinterColumn.Type.BOOLEAN,
        getDescription = "True only says what would change")
@AdditionalPrinterColumn(
        name = "Added",
        jsonPath = ".status.added",
        type = AdditionalPrinterColumn.Type.INTEGER,
        getDescription = "Memories that come back")
@AdditionalPrinterColumn(
        name = "Removed",
        jsonPath = ".status.removed",
        type = AdditionalPrinterColumn.Type.INTEGER,
        getDescription = "Memories that go")
@AdditionalPrinterColumn(
        name = "Changed",
        jsonPath = ".status.changed",
        type = AdditionalPrinterColumn.Type.INTEGER,
        getDescription = "Memories that become what they were")
@AdditionalPrinterColumn(
        name = "Safety-Backup",
        jsonPath = ".status.safetyBackupId",
        priority = 1,
        getDescription = "Id of the backup of what was there before")
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.message",
        priority = 1,
        getDescription = "What went wrong, if something did")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class MemoryRestore extends CustomResource<MemoryRestoreSpec, MemoryRestoreStatus> implements Namespaced {

    public static final String KIND = "MemoryRestore";

    /** Null: a program that applies only metadata or a status must not apply a spec with it. */
    @Override
    protected MemoryRestoreSpec initSpec() {
        return null;
    }

    @Override
    protected MemoryRestoreStatus initStatus() {
        return null;
    }

    /** The status, empty as long as nothing was observed. */
    @JsonIgnore
    public MemoryRestoreStatus reported() {
        return getStatus() == null ? MemoryRestoreStatus.empty() : getStatus();
    }
}
