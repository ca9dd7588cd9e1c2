package dev.memoryservice.server.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/analytics/performance}: how requests were answered. */
@Path("/api/analytics/performance")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "health")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
public class PerformanceResource {

    private final MeterRegistry registry;

    PerformanceResource(MeterRegistry registry) {
        this.registry = registry;
    }

    @GET
    @Operation(summary = "See how the server has done since it started")
    @APIResponseSchema(Performance.class)
    public Performance performance() {
        return Performance.of(registry);
    }
}
