package dev.memoryservice.crds.v1alpha1.user;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.memoryservice.crds.v1alpha1.auth.Durations;
import dev.memoryservice.crds.v1alpha1.auth.KeyRotationSpec;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The API key of a user, made by the operator. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.expiresAfter) || (duration(self.expiresAfter) >= duration('1m')"
                + " && duration(self.expiresAfter) <= duration('87600h'))",
        message = "expiresAfter is below 1m or above 87600h (ten years); choose one between, for example 720h",
        fieldPath = ".expiresAfter")
@ValidationRule(
        value = "!(has(self.expiresAfter) && has(self.rotation) && has(self.rotation.period))",
        message = "expiresAfter is given beside rotation.period, but a key either ends or is replaced; remove one of"
                + " them",
        fieldPath = ".expiresAfter")
public record UserAPIKeySpec(
        @JsonPropertyDescription(
                "When the key is replaced. Default: only when the annotation memoryservice.dev/rotate" + " changes.")
        KeyRotationSpec rotation,

        @JsonPropertyDescription("Age at which the key ends without another in its place, for example 720h; 1m to"
                + " 87600h. A change of the annotation memoryservice.dev/rotate gives a new one. Default: it does not"
                + " end.")
        @Pattern(Durations.PATTERN)
        @Size(min = 2, max = 16)
        String expiresAfter) {

    private static final UserAPIKeySpec DEFAULTS = new UserAPIKeySpec(null, null);

    public UserAPIKeySpec {
        rotation = Objects.requireNonNullElse(rotation, KeyRotationSpec.defaults());
    }

    public static UserAPIKeySpec defaults() {
        return DEFAULTS;
    }

    @JsonIgnore
    public Optional<Duration> givenExpiry() {
        return Optional.ofNullable(expiresAfter).map(Durations::parse);
    }
}
