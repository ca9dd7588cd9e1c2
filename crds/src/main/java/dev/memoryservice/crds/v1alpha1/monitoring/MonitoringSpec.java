package dev.memoryservice.crds.v1alpha1.monitoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;

/** What Prometheus and Grafana are told of the server. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "!has(self.alerts) || !self.alerts.enabled || (has(self.serviceMonitor) && self.serviceMonitor.enabled)",
        message = "alerts.enabled is true, but serviceMonitor.enabled is not, so the alerts would take the server for"
                + " dead; set serviceMonitor.enabled to true as well",
        fieldPath = ".alerts.enabled")
@ValidationRule(
        value =
                "!has(self.dashboard) || !self.dashboard.enabled || (has(self.serviceMonitor) && self.serviceMonitor.enabled)",
        message = "dashboard.enabled is true, but serviceMonitor.enabled is not, so the dashboard would be empty; set"
                + " serviceMonitor.enabled to true as well",
        fieldPath = ".dashboard.enabled")
public record MonitoringSpec(
        @JsonPropertyDescription("How Prometheus finds the server and reads its metrics. Default: not at all.")
        ServiceMonitorSpec serviceMonitor,

        @JsonPropertyDescription("The alerts of the server. Default: none.")
        AlertsSpec alerts,

        @JsonPropertyDescription("The server's dashboard in Grafana. Default: none.")
        DashboardSpec dashboard) {

    private static final MonitoringSpec DEFAULTS = new MonitoringSpec(null, null, null);

    public MonitoringSpec {
        serviceMonitor = Objects.requireNonNullElse(serviceMonitor, ServiceMonitorSpec.defaults());
        alerts = Objects.requireNonNullElse(alerts, AlertsSpec.defaults());
        dashboard = Objects.requireNonNullElse(dashboard, DashboardSpec.defaults());
    }

    public static MonitoringSpec defaults() {
        return DEFAULTS;
    }
}
