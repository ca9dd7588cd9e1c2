package dev.memoryservice.server.process;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.health.Readiness;
import dev.memoryservice.server.memory.MemoryStore;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What clients ask about the process. */
@Path("/api/server")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "health")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
public class ProcessResource {

    private final Readiness readiness;
    private final MemoryStore store;
    private final String version;

    ProcessResource(
            Readiness readiness,
            MemoryStore store,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.readiness = readiness;
        this.store = store;
        this.version = version;
    }

    /** @param status {@code running}, or {@code degraded} while the store cannot be read or written */
    @Schema(name = "ServerStatus")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Status(String status, String version, double uptimeSeconds, String startedAt, String backend) {}

    @Schema(name = "ServerVersion")
    record Version(String version) {}

    @GET
    @Path("/status")
    @Operation(summary = "See whether the server works, and since when it runs")
    @APIResponseSchema(Status.class)
    public Status status() {
        var runtime = ManagementFactory.getRuntimeMXBean();
        return new Status(
                readiness.trouble().isEmpty() ? "running" : "degraded",
                version,
                runtime.getUptime() / 1000.0,
                Instant.ofEpochMilli(runtime.getStartTime()).toString(),
                store.backend());
    }

    @GET
    @Path("/version")
    @Operation(summary = "See the version of the server")
    @APIResponseSchema(Version.class)
    public Version version() {
        return new Version(version);
    }
}
