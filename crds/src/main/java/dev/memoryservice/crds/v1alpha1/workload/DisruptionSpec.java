package dev.memoryservice.crds.v1alpha1.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;

/** Whether the server may be moved while its node is drained. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DisruptionSpec(
        @JsonPropertyDescription("true lets a drain of the node end the Pod, which starts on another one some seconds"
                + " later. false makes a PodDisruptionBudget, so that a drain waits until this is true again; a Pod that"
                + " is not ready is never waited for. Default: true.")
        @Default("true")
        Boolean allowed) {

    private static final DisruptionSpec DEFAULTS = new DisruptionSpec(null);

    public DisruptionSpec {
        allowed = Objects.requireNonNullElse(allowed, true);
    }

    public static DisruptionSpec defaults() {
        return DEFAULTS;
    }
}
