package dev.memoryservice.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.memoryservice.crds.v1alpha1.status.MemoryUserStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A person, a team or a program that uses one MemoryService, with credentials and, by default, a memory space of its own.
 *
 * <p>The name is the user's name at the server and, with a suffix, that of the Secret with the credentials.
 */
@Group(MemoryService.GROUP)
@Version(MemoryService.VERSION)
@Kind(MemoryUser.KIND)
@ShortNames("memuser")
@ValidationRule(
        value = "size(self.metadata.name) <= 50",
        message = "metadata.name is longer than 50 characters, so the objects made from it could not be named;"
                + " choose a shorter name")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        message = "metadata.name is not a DNS label, which the user's name at the server is; use lower-case letters,"
                + " digits and '-', begin with a letter and end with a letter or a digit")
@ValidationRule(
        value = "has(self.spec)",
        message = "spec is missing; give at least spec.serviceRef.name, the MemoryService that this is a user of")
@ValidationRule(
        value = "!has(self.spec) || self.metadata.name != 'default' || has(self.spec.space)",
        message = "a MemoryUser named default would get the space of the MemoryService's own key; choose another name,"
                + " or say so with spec.space: default")
@AdditionalPrinterColumn(
        name = "Service",
        jsonPath = ".spec.serviceRef.name",
        getDescription = "The MemoryService that this is a user of")
@AdditionalPrinterColumn(name = "Space", jsonPath = ".status.space", getDescription = "The memories that the user sees")
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        getDescription = "True when the server accepts the user")
@AdditionalPrinterColumn(
        name = "Memories",
        jsonPath = ".status.memories",
        type = AdditionalPrinterColumn.Type.INTEGER,
        getDescription = "Memories in the user's space")
@AdditionalPrinterColumn(
        name = "Last-Used",
        jsonPath = ".status.lastUsed",
        type = AdditionalPrinterColumn.Type.DATE,
        getDescription = "When the server last accepted the user")
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        priority = 1,
        getDescription = "Why the user is or is not ready")
@AdditionalPrinterColumn(
        name = "Key-Expires",
        jsonPath = ".status.apiKey.expiresAt",
        priority = 1,
        getDescription = "When the API key ends")
@AdditionalPrinterColumn(
        name = "Secret",
        jsonPath = ".status.connectionSecret",
        priority = 1,
        getDescription = "The Secret with everything that a client needs")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class MemoryUser extends CustomResource<MemoryUserSpec, MemoryUserStatus> implements Namespaced {

    public static final String KIND = "MemoryUser";

    /** Null: a program that applies only metadata or a status must not apply a spec with it. */
    @Override
    protected MemoryUserSpec initSpec() {
        return null;
    }

    @Override
    protected MemoryUserStatus initStatus() {
        return null;
    }

    /** The name of the memory space that the user sees. */
    @JsonIgnore
    public String space() {
        return getSpec().givenSpace().orElseGet(() -> getMetadata().getName());
    }

    /** The status, empty as long as nothing was observed. */
    @JsonIgnore
    public MemoryUserStatus reported() {
        return getStatus() == null ? MemoryUserStatus.empty() : getStatus();
    }
}
