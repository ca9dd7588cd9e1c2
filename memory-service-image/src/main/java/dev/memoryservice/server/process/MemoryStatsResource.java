package dev.memoryservice.server.process;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/memory-stats}: what the process holds. */
@Path("/api/memory-stats")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "health")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
public class MemoryStatsResource {

    @GET
    @Operation(summary = "See how much memory the process uses")
    @APIResponseSchema(ProcessMemory.class)
    public ProcessMemory memory() {
        return ProcessMemory.now();
    }
}
