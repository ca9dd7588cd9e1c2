package dev.memoryservice.server.memory.rest;

import dev.memoryservice.server.memory.Stores;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/stores}. */
@Path("/api/stores")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "memories")
public class StoreListResource {

    private final Stores stores;

    StoreListResource(Stores stores) {
        this.stores = stores;
    }

    /** @param stores their names; the first one takes what names none */
    @Schema(name = "StoreList")
    record StoreList(List<String> stores) {}

    @GET
    @Operation(summary = "List the stores that memories can be in, the default first")
    @APIResponseSchema(StoreList.class)
    @APIResponse(responseCode = "401", ref = "NoKey")
    @APIResponse(responseCode = "403", ref = "WrongKey")
    public StoreList stores() {
        return new StoreList(stores.names());
    }
}
