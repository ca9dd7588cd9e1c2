package dev.memoryservice.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.memoryservice.crds.v1alpha1.status.MemoryServiceStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * One memory server for the agents of a user or a team.
 *
 * <p>The name becomes the name of a Service, so it has the form of a DNS label; it is shorter than a label may be
 * because the objects made from it add a suffix, and Pods and ReplicaSets two more of Kubernetes' own.
 */
@Group(MemoryService.GROUP)
@Version(MemoryService.VERSION)
@Kind(MemoryService.KIND)
@ShortNames("memsvc")
@ValidationRule(
        value = "size(self.metadata.name) <= 50",
        message = "metadata.name is longer than 50 characters, so the objects made from it could not be named;"
                + " choose a shorter name")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        message = "metadata.name is not a DNS label, which the Service of the same name needs; use lower-case letters,"
                + " digits and '-', begin with a letter and end with a letter or a digit")
@ValidationRule(
        value = "!has(self.spec) || !has(self.spec.backup) || !has(self.spec.backup.storage)"
                + " || !has(self.spec.backup.storage.existingClaim)"
                + " || self.spec.backup.storage.existingClaim != self.metadata.name + '-data'",
        message =
                "spec.backup.storage.existingClaim is the volume of the memories itself, with which the backups would be"
                        + " lost; name another claim",
        fieldPath = ".spec.backup.storage.existingClaim")
@ValidationRule(
        value = "!has(self.spec) || !has(self.spec.restoreFrom) || has(self.spec.backup)"
                + " || has(self.spec.restoreFrom.backupName) || (has(self.spec.restoreFrom.serviceRef)"
                + " && self.spec.restoreFrom.serviceRef.name != self.metadata.name)",
        message =
                "spec.restoreFrom names a backup of this MemoryService itself, but spec.backup does not say where those"
                        + " are; give spec.backup, or name another MemoryService in spec.restoreFrom.serviceRef",
        fieldPath = ".spec.restoreFrom")
@AdditionalPrinterColumn(name = "Backend", jsonPath = ".status.backend", getDescription = "Where the memories are kept")
@AdditionalPrinterColumn(name = "Auth", jsonPath = ".status.auth", getDescription = "How a client proves who it is")
@AdditionalPrinterColumn(
        name = "Replicas",
        jsonPath = ".status.replicas",
        type = AdditionalPrinterColumn.Type.INTEGER,
        getDescription = "Pods that exist")
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Available\")].status",
        getDescription = "True when a Pod answers")
@AdditionalPrinterColumn(
        name = "Verified",
        jsonPath = ".status.conditions[?(@.type==\"Verified\")].status",
        getDescription = "True when the operator has used the server as a client does")
@AdditionalPrinterColumn(
        name = "Memories",
        jsonPath = ".status.memories",
        type = AdditionalPrinterColumn.Type.INTEGER,
        getDescription = "Memories stored")
@AdditionalPrinterColumn(
        name = "Last-Backup",
        jsonPath = ".status.backup.lastSuccessful",
        type = AdditionalPrinterColumn.Type.DATE,
        getDescription = "Age of the newest backup")
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Available\")].reason",
        priority = 1,
        getDescription = "Why the server is or is not available")
@AdditionalPrinterColumn(
        name = "URL",
        jsonPath = ".status.endpoints.api",
        priority = 1,
        getDescription = "Base address of the REST API inside the cluster")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class MemoryService extends CustomResource<MemoryServiceSpec, MemoryServiceStatus> implements Namespaced {

    public static final String GROUP = "memoryservice.dev";
    public static final String VERSION = "v1alpha1";
    public static final String KIND = "MemoryService";

    /**
     * Null, not the defaults: a program that builds an object to apply only its metadata or status must not apply a spec
     * with it.
     */
    @Override
    protected MemoryServiceSpec initSpec() {
        return null;
    }

    @Override
    protected MemoryServiceStatus initStatus() {
        return null;
    }

    /** The spec, or every default where the user wrote none. */
    @JsonIgnore
    public MemoryServiceSpec declared() {
        return getSpec() == null ? MemoryServiceSpec.defaults() : getSpec();
    }

    /** The status, empty as long as nothing was observed. */
    @JsonIgnore
    public MemoryServiceStatus reported() {
        return getStatus() == null ? MemoryServiceStatus.empty() : getStatus();
    }
}
