package dev.memoryservice.crds.v1alpha1.auth;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Optional;

/** When a generated key is replaced by a new one, and how long both are accepted. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.period) || (duration(self.period) >= duration('1h')"
                + " && duration(self.period) <= duration('87600h'))",
        message = "period is below 1h or above 87600h (ten years); choose one between, for example 2160h",
        fieldPath = ".period")
@ValidationRule(
        value = "!has(self.overlap) || duration(self.overlap) <= duration('8760h')",
        message = "overlap is above 8760h (a year), so that a replaced key would hardly ever end; choose less",
        fieldPath = ".overlap")
@ValidationRule(
        value = "!has(self.period) || !has(self.overlap) || duration(self.overlap) < duration(self.period)",
        message = "overlap is not shorter than period, so that replaced keys would pile up; choose a shorter overlap or"
                + " a longer period",
        fieldPath = ".overlap")
public record KeyRotationSpec(
        @JsonPropertyDescription("Age at which a key is replaced, in hours, minutes and seconds, for example 2160h (90"
                + " days); 1h to 87600h. Default: only when the annotation memoryservice.dev/rotate changes.")
        @Pattern(Durations.PATTERN)
        @Size(min = 2, max = 16)
        String period,

        @JsonPropertyDescription("How long the key before is still accepted after clients got the new one, for example"
                + " 24h; 0s to 8760h, shorter than `period`. Default: 24h, or half of `period` where that is less.")
        @Pattern(Durations.PATTERN)
        @Size(min = 2, max = 16)
        String overlap) {

    private static final Duration USUAL_OVERLAP = Duration.ofHours(24);
    private static final KeyRotationSpec DEFAULTS = new KeyRotationSpec(null, null);

    /** Rotation on demand only, with the usual overlap. */
    public static KeyRotationSpec defaults() {
        return DEFAULTS;
    }

    @JsonIgnore
    public Optional<Duration> givenPeriod() {
        return Optional.ofNullable(period).map(Durations::parse);
    }

    /** The overlap, with its default where none is given. */
    @JsonIgnore
    public Duration effectiveOverlap() {
        return Optional.ofNullable(overlap).map(Durations::parse).orElseGet(() -> givenPeriod()
                .map(given -> given.dividedBy(2))
                .filter(half -> half.compareTo(USUAL_OVERLAP) < 0)
                .orElse(USUAL_OVERLAP));
    }
}
