package dev.memoryservice.operator.credential;

import dev.memoryservice.crds.v1alpha1.auth.KeyRotationSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * When a credential is replaced, as it is asked for now.
 *
 * @param period age at which it is replaced; empty if only on demand
 * @param overlap how long the one before is still accepted
 * @param request the value of the annotation {@link #ANNOTATION}: another one than before asks for a new credential
 * @param now the time
 */
public record Rotation(Optional<Duration> period, Duration overlap, String request, Instant now) {

    /** Any other value than before replaces the generated keys of the resource. */
    public static final String ANNOTATION = "memoryservice.dev/rotate";

    public static Rotation of(HasMetadata resource, KeyRotationSpec spec, Instant now) {
        return new Rotation(spec.givenPeriod(), spec.effectiveOverlap(), request(resource), now);
    }

    /** The value of the annotation, empty where there is none. */
    public static String request(HasMetadata resource) {
        return Optional.ofNullable(resource.getMetadata().getAnnotations())
                .orElse(Map.of())
                .getOrDefault(ANNOTATION, "");
    }

    /** The same without a period, for credentials that are replaced on demand only. */
    public Rotation onDemand() {
        return new Rotation(Optional.empty(), overlap, request, now);
    }

    /** The overlap for people, as Kubernetes writes durations: {@code 24h}, {@code 1h30m}. */
    public String overlapText() {
        return overlap.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    boolean isDue(Instant issuedAt) {
        return period.map(issuedAt::plus).filter(due -> !now.isBefore(due)).isPresent();
    }
}
