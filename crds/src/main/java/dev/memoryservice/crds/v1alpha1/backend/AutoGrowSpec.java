package dev.memoryservice.crds.v1alpha1.backend;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Objects;
import java.util.Optional;

/** A volume that grows by itself when it fills up. */
@ValidationRule(
        value = "!has(self.step) || quantity(string(self.step)).compareTo(quantity('64Mi')) >= 0",
        message = "step is below 64Mi, too little to be worth a resize; ask for at least 64Mi, or leave it out",
        fieldPath = ".step")
public record AutoGrowSpec(
        @JsonPropertyDescription(
                "How full the volume is, in percent of its file system, when it grows; 50 to 90." + " Default: 80.")
        @Min(50)
        @Max(90)
        @Default("80")
        Integer thresholdPercent,

        @JsonPropertyDescription("By how much it grows each time, in bytes, as a quantity such as 5Gi; at least 64Mi."
                + " Default: a fifth of the size that it has.")
        Quantity step,

        @JsonPropertyDescription(
                "The size, in bytes, that it never grows beyond, as a quantity such as 100Gi; not below" + " `size`.")
        @Required
        Quantity maxSize) {

    private static final int DEFAULT_THRESHOLD = 80;

    public AutoGrowSpec {
        thresholdPercent = Objects.requireNonNullElse(thresholdPercent, DEFAULT_THRESHOLD);
    }

    @JsonIgnore
    public Optional<Quantity> givenStep() {
        return Optional.ofNullable(step);
    }
}
