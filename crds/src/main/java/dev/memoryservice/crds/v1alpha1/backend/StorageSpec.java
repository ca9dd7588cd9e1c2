package dev.memoryservice.crds.v1alpha1.backend;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Objects;
import java.util.Optional;

/** The volume claim that holds the memories. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.size) || quantity(string(self.size)).compareTo(quantity('64Mi')) >= 0",
        message = "size is below 64Mi, too small for a database with its write-ahead log; ask for at least 64Mi",
        fieldPath = ".size")
@ValidationRule(
        value = "!has(self.autoGrow) || !has(self.size)"
                + " || quantity(string(self.autoGrow.maxSize)).compareTo(quantity(string(self.size))) >= 0",
        message = "autoGrow.maxSize is below size, so the volume could never grow; raise maxSize, or remove autoGrow",
        fieldPath = ".autoGrow")
public record StorageSpec(
        @JsonPropertyDescription("Size of the volume in bytes, as a quantity such as 10Gi; at least 64Mi. It can grow"
                + " where the storage class allows it, and never shrinks. Default: 10Gi.")
        @Default("10Gi")
        Quantity size,

        @JsonPropertyDescription(
                "Storage class of the volume; cannot be changed. Default: the cluster's default class.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        String storageClassName,

        @JsonPropertyDescription(
                "How the volume may be mounted: ReadWriteOnce (by one node) or ReadWriteOncePod (by one"
                        + " Pod, safer, where the storage supports it); cannot be changed. Default: ReadWriteOnce.")
        @Default("ReadWriteOnce")
        AccessMode accessMode,

        @JsonPropertyDescription("Has the volume grow by itself when it fills up, where its storage class allows that;"
                + " `size` is the least then. Default: it has the size that is given.")
        AutoGrowSpec autoGrow) {

    private static final Quantity DEFAULT_SIZE = new Quantity("10", "Gi");
    private static final StorageSpec DEFAULTS = new StorageSpec(null, null, null, null);

    public StorageSpec {
        size = Objects.requireNonNullElse(size, DEFAULT_SIZE);
        accessMode = Objects.requireNonNullElse(accessMode, AccessMode.READ_WRITE_ONCE);
    }

    public static StorageSpec defaults() {
        return DEFAULTS;
    }

    @JsonIgnore
    public Optional<AutoGrowSpec> givenAutoGrow() {
        return Optional.ofNullable(autoGrow);
    }

    /** The largest size that the volume may have. */
    @JsonIgnore
    public Quantity largestSize() {
        return givenAutoGrow().map(AutoGrowSpec::maxSize).orElse(size);
    }

    @JsonIgnore
    public Optional<String> givenStorageClassName() {
        return Optional.ofNullable(storageClassName);
    }
}
