package dev.memoryservice.crds.v1alpha1.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;

/** Which backups are kept: each that one of the three rules keeps. The newest verified one always is. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.last + self.daily + self.weekly > 0",
        message = "last, daily and weekly are all 0, which would delete every backup; keep at least one")
public record RetentionSpec(
        @JsonPropertyDescription("How many of the newest backups are kept, 0 to 1000. Default: 7.")
        @Default("7")
        @Min(0)
        @Max(1000)
        Integer last,

        @JsonPropertyDescription(
                "For how many of the last days with backups the newest one is kept, 0 to 1000." + " Default: 14.")
        @Default("14")
        @Min(0)
        @Max(1000)
        Integer daily,

        @JsonPropertyDescription(
                "For how many of the last weeks with backups the newest one is kept, 0 to 1000." + " Default: 8.")
        @Default("8")
        @Min(0)
        @Max(1000)
        Integer weekly) {

    private static final RetentionSpec DEFAULTS = new RetentionSpec(null, null, null);

    public RetentionSpec {
        last = Objects.requireNonNullElse(last, 7);
        daily = Objects.requireNonNullElse(daily, 14);
        weekly = Objects.requireNonNullElse(weekly, 8);
    }

    public static RetentionSpec defaults() {
        return DEFAULTS;
    }
}
