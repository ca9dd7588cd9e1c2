package dev.memoryservice.crds.v1alpha1.monitoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import java.util.Objects;

/** How Prometheus finds the server. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = MonitoredLabels.RULE, message = MonitoredLabels.MESSAGE, fieldPath = ".labels")
@ValidationRule(
        value = "duration(self.interval) >= duration('5s') && duration(self.interval) <= duration('5m')",
        message = "interval is not from 5s to 5m; choose a time between",
        fieldPath = ".interval")
public record ServiceMonitorSpec(
        @JsonPropertyDescription(
                "true makes a ServiceMonitor of the Prometheus Operator, and a Secret with a token that reads the"
                        + " metrics and nothing else. Default: false.")
        @Default("false")
        Boolean enabled,

        @JsonPropertyDescription("How often the metrics are read, in minutes and seconds; from 5s to 5m. Default: 30s.")
        @Default("30s")
        @Pattern("^([0-9]{1,4}m)?([0-9]{1,4}s)?$")
        @Size(min = 2, max = 10)
        String interval,

        @JsonPropertyDescription("Labels added to the ServiceMonitor, by which a Prometheus selects it, for example"
                + " release: prometheus. Default: none.")
        @Size(max = 32)
        Map<String, @Size(max = 63) String> labels) {

    private static final ServiceMonitorSpec DEFAULTS = new ServiceMonitorSpec(null, null, null);

    public ServiceMonitorSpec {
        enabled = Objects.requireNonNullElse(enabled, false);
        interval = Objects.requireNonNullElse(interval, "30s");
        labels = MonitoredLabels.sorted(labels);
    }

    public static ServiceMonitorSpec defaults() {
        return DEFAULTS;
    }
}
