package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.memory.MemoryTypes;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/types}. */
@Path("/api/types")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "memories")
public class TypeResource {

    private final MemoryTypes types;
    private final Stores stores;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    TypeResource(MemoryTypes types, Stores stores, CurrentCaller caller, ObjectMapper json) {
        this.types = types;
        this.stores = stores;
        this.caller = caller;
        this.json = json;
    }

    @GET
    @Operation(summary = "List the memory types: the well-known ones, then the others in use")
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponse(responseCode = "200", description = "OK")
    @APIResponse(responseCode = "400", ref = "Refusal")
    @APIResponse(responseCode = "401", ref = "NoKey")
    @APIResponse(responseCode = "403", ref = "WrongKey")
    @APIResponse(responseCode = "503", ref = "Busy")
    public List<String> types(@Context UriInfo uri) {
        Optional<String> store = Input.ofQuery(json, uri.getQueryParameters()).text("store");
        return types.of(stores.forReading(caller.tenant(), store));
    }
}
