package dev.memoryservice.crds.v1alpha1.backup;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Objects;
import java.util.Optional;

/** The volume claim that backups are kept on: one that the operator makes, or one that exists. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.size) || quantity(string(self.size)).compareTo(quantity('64Mi')) >= 0",
        message = "size is below 64Mi, too small for a backup; ask for at least 64Mi",
        fieldPath = ".size")
@ValidationRule(
        value = "!has(self.existingClaim) || !(has(self.size) || has(self.storageClassName))",
        message = "existingClaim is given beside size or storageClassName, but a claim that exists has both already;"
                + " remove existingClaim or the others",
        fieldPath = ".existingClaim")
public record BackupStorageSpec(
        @JsonPropertyDescription(
                "Size of the volume in bytes, as a quantity such as 20Gi; at least 64Mi. It can grow where"
                        + " the storage class allows it, and never shrinks. Default: 10Gi.")
        Quantity size,

        @JsonPropertyDescription("Storage class of the volume, best one on other disks than the memories; cannot be"
                + " changed once the volume exists. Default: the cluster's default class.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        String storageClassName,

        @JsonPropertyDescription(
                "Name of a claim of the same namespace that exists, for example of a network file system;"
                        + " backups are kept in its folder of the MemoryService's name. The operator never changes or deletes it."
                        + " Default: a claim that the operator makes.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        String existingClaim) {

    private static final Quantity DEFAULT_SIZE = new Quantity("10", "Gi");
    private static final BackupStorageSpec DEFAULTS = new BackupStorageSpec(null, null, null);

    public static BackupStorageSpec defaults() {
        return DEFAULTS;
    }

    /** The size of the claim that the operator makes. Not in the schema: beside an existing claim there is none. */
    @JsonIgnore
    public Quantity wantedSize() {
        return Objects.requireNonNullElse(size, DEFAULT_SIZE);
    }

    @JsonIgnore
    public Optional<String> givenStorageClassName() {
        return Optional.ofNullable(storageClassName);
    }

    @JsonIgnore
    public Optional<String> givenExistingClaim() {
        return Optional.ofNullable(existingClaim);
    }
}
