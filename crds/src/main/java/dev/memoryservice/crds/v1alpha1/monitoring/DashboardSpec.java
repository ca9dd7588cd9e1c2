package dev.memoryservice.crds.v1alpha1.monitoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import java.util.Objects;

/** What Grafana shows of the server. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = MonitoredLabels.RULE, message = MonitoredLabels.MESSAGE, fieldPath = ".labels")
public record DashboardSpec(
        @JsonPropertyDescription("true makes a ConfigMap with a dashboard, with the label grafana_dashboard: \"1\" by"
                + " which Grafana's sidecar finds it. Default: false.")
        @Default("false")
        Boolean enabled,

        @JsonPropertyDescription("Labels added to the ConfigMap. Default: none.") @Size(max = 32)
        Map<String, @Size(max = 63) String> labels) {

    private static final DashboardSpec DEFAULTS = new DashboardSpec(null, null);

    public DashboardSpec {
        enabled = Objects.requireNonNullElse(enabled, false);
        labels = MonitoredLabels.sorted(labels);
    }

    public static DashboardSpec defaults() {
        return DEFAULTS;
    }
}
