package dev.memoryservice.server.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.StringWriter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code /metrics}, behind the gate with the rest of port 8000. The framework's own path is on the probes' port,
 * where it would be open to everybody; there it is hidden.
 */
@Path("/metrics")
public class MetricsResource {

    private final CollectorRegistry registry;

    MetricsResource(CollectorRegistry registry) {
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
    public String scrape() throws IOException {
        StringWriter text = new StringWriter();
        TextFormat.write004(text, registry.metricFamilySamples());
        return text.toString();
    }
}
