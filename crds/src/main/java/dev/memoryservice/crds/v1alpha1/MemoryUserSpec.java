package dev.memoryservice.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.memoryservice.crds.v1alpha1.user.CredentialsSpec;
import dev.memoryservice.crds.v1alpha1.user.Scope;
import dev.memoryservice.crds.v1alpha1.user.ServiceReference;
import dev.memoryservice.crds.v1alpha1.user.UserLimitsSpec;
import dev.memoryservice.crds.v1alpha1.workload.DeletionPolicy;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the user of a memory service is to be. Groups are never null: what was left out has its default here. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.serviceRef.name == oldSelf.serviceRef.name",
        message = "serviceRef.name cannot be changed, because the user's memories stay where they are; make another"
                + " MemoryUser for the other MemoryService",
        fieldPath = ".serviceRef.name")
@ValidationRule(
        value = "(has(self.space) ? self.space : '') == (has(oldSelf.space) ? oldSelf.space : '')",
        message = "space cannot be changed, because the user would see the memories of others; make another MemoryUser"
                + " with that space",
        fieldPath = ".space")
public record MemoryUserSpec(
        @JsonPropertyDescription("The MemoryService, of the same namespace, that this is a user of; cannot be changed.")
        @Required
        ServiceReference serviceRef,

        @JsonPropertyDescription("What the user may do: read; write, which includes read; admin, which includes both"
                + " and every administrative endpoint of the server. Default: [read, write].")
        @Default("[\"read\", \"write\"]")
        @Size(min = 1, max = 3)
        List<Scope> scopes,

        @JsonPropertyDescription("The memory space that the user sees, and nothing else; every user of the same"
                + " MemoryService that names the same space shares its memories. `default` is the space of the"
                + " MemoryService's own key. Cannot be changed. Default: a space of the user's own.")
        @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        @Size(max = 50)
        String space,

        @JsonPropertyDescription("How the user proves who it is. Default: an API key that does not end.")
        CredentialsSpec credentials,

        @JsonPropertyDescription("How much the user may use. Default: what the server allows everyone.")
        UserLimitsSpec limits,

        @JsonPropertyDescription("true refuses the user and keeps everything else: credentials, space and memories."
                + " Default: false.")
        @Default("false")
        Boolean suspend,

        @JsonPropertyDescription("What happens to the memories of the user's space when this resource is deleted:"
                + " Retain keeps them, and a MemoryUser with the same space finds them again; Delete erases them for"
                + " ever, unless another MemoryUser has the same space. Default: Retain.")
        @Default("Retain")
        DeletionPolicy deletionPolicy) {

    public MemoryUserSpec {
        scopes = scopes == null || scopes.isEmpty() ? List.of(Scope.READ, Scope.WRITE) : List.copyOf(scopes);
        credentials = Objects.requireNonNullElse(credentials, CredentialsSpec.defaults());
        limits = Objects.requireNonNullElse(limits, UserLimitsSpec.none());
        suspend = Objects.requireNonNullElse(suspend, false);
        deletionPolicy = Objects.requireNonNullElse(deletionPolicy, DeletionPolicy.RETAIN);
    }

    @JsonIgnore
    public Optional<String> givenSpace() {
        return Optional.ofNullable(space);
    }
}
