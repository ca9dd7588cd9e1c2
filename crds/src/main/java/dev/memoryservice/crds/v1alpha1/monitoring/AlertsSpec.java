package dev.memoryservice.crds.v1alpha1.monitoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import java.util.Objects;

/** What Prometheus says when something is wrong with the server. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = MonitoredLabels.RULE, message = MonitoredLabels.MESSAGE, fieldPath = ".labels")
public record AlertsSpec(
        @JsonPropertyDescription(
                "true makes a PrometheusRule of the Prometheus Operator with the alerts of docs/runbooks."
                        + " Default: false.")
        @Default("false")
        Boolean enabled,

        @JsonPropertyDescription("Labels added to the PrometheusRule, by which a Prometheus selects it. Default: none.")
        @Size(max = 32)
        Map<String, @Size(max = 63) String> labels) {

    private static final AlertsSpec DEFAULTS = new AlertsSpec(null, null);

    public AlertsSpec {
        enabled = Objects.requireNonNullElse(enabled, false);
        labels = MonitoredLabels.sorted(labels);
    }

    public static AlertsSpec defaults() {
        return DEFAULTS;
    }
}
