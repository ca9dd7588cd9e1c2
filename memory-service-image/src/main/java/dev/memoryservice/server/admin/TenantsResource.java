package dev.memoryservice.server.admin;

import dev.memoryservice.server.events.EventStreams;
import dev.memoryservice.server.memory.Erased;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.request.RefusedException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The tenants, of which an administrator can erase one. */
@Path("/api/admin/tenants")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "administration")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "503", ref = "Busy")
public class TenantsResource {

    private final MemoryStore store;
    private final EventStreams streams;

    TenantsResource(MemoryStore store, EventStreams streams) {
        this.store = store;
        this.streams = streams;
    }

    @Schema(name = "ErasedTenant")
    record Result(
            @Schema(description = "How many memories were erased")
            long deleted) {}

    @DELETE
    @Path("/{tenant}")
    @Operation(
            summary = "Erase every memory of a tenant, for good",
            description = "In all stores, with history, vectors, tombstones and the events that told of them. Takes a"
                    + " second for some thousands. Asked again it erases what came meanwhile.")
    @APIResponseSchema(value = Result.class, responseCode = "200")
    @APIResponse(responseCode = "409", description = "The default tenant cannot be erased", ref = "Refusal")
    public Result erase(@PathParam("tenant") String tenant) {
        if (tenant.equals(Space.DEFAULT_TENANT)) {
            throw new RefusedException(
                    RefusedException.Reason.CONFLICT,
                    "The tenant '" + tenant + "' belongs to the keys without a user: delete its memories with"
                            + " /api/manage/bulk-delete if you mean it");
        }
        long deleted = 0;
        for (Erased step = next(tenant); !step.nothing(); step = next(tenant)) {
            deleted += step.memories();
        }
        streams.forget(tenant);
        return new Result(deleted);
    }

    private Erased next(String tenant) {
        return store.erase(tenant, MemoryStore.LARGEST_BATCH);
    }
}
