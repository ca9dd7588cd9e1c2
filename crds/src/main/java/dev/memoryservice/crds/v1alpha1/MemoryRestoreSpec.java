package dev.memoryservice.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.memoryservice.crds.v1alpha1.backup.RestoreSource;
import dev.memoryservice.crds.v1alpha1.user.ServiceReference;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import java.util.Optional;

/** The restore that is wanted; it cannot be changed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self == oldSelf",
        message = "a MemoryRestore cannot be changed, because it is carried out once; make another one")
public record MemoryRestoreSpec(
        @JsonPropertyDescription("The MemoryService, of the same namespace, that is restored into.") @Required
        ServiceReference serviceRef,

        @JsonPropertyDescription("Which backup is restored.") @Required
        RestoreSource source,

        @JsonPropertyDescription(
                "Restores the memories of this MemoryUser only, or of this memory space where there is no"
                        + " MemoryUser of the name, and leaves everyone else's as they are. Default: everyone's.")
        @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        @Size(max = 50)
        String user,

        @JsonPropertyDescription("true only says what would change. Default: false.") @Default("false")
        Boolean dryRun,

        @JsonPropertyDescription(
                "true makes a backup of what is there before anything is changed, to which a mistake can be"
                        + " undone. Default: true.")
        @Default("true")
        Boolean safetyBackup,

        @JsonPropertyDescription(
                "true accepts a backup whose embedding model is another than the server's: its memories are"
                        + " embedded anew, which takes a while. Default: false, such a backup is refused.")
        @Default("false")
        Boolean allowReembedding) {

    public MemoryRestoreSpec {
        dryRun = Objects.requireNonNullElse(dryRun, false);
        safetyBackup = Objects.requireNonNullElse(safetyBackup, true);
        allowReembedding = Objects.requireNonNullElse(allowReembedding, false);
    }

    @JsonIgnore
    public Optional<String> givenUser() {
        return Optional.ofNullable(user);
    }
}
