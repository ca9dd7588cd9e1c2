package dev.memoryservice.server.metrics;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code /metrics}, behind the gate with the rest of port 8000. The framework's own path is on the probes' port,
 * where it would be open to everybody; there it is hidden.
 */
@Path("/metrics")
// Deprecated by Micrometer for its successor, which Quarkus does not bring; the framework itself writes to this one.
@SuppressWarnings("deprecation")
public class MetricsResource {

    private final PrometheusMeterRegistry registry;

    MetricsResource(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @GET
    @Produces(TextFormat.CONTENT_TYPE_004)
    @Blocking
    @Tag(name = "operation")
    @Operation(summary = "Read the metrics, in the Prometheus text format")
    @APIResponse(responseCode = "200", description = "The metrics")
    @APIResponse(responseCode = "401", ref = "NoKey")
    @APIResponse(responseCode = "403", ref = "WrongKey")
    public String scrape() {
        return registry.scrape(TextFormat.CONTENT_TYPE_004);
    }
}
