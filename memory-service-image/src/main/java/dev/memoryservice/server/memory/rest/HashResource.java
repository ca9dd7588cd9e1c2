package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.memory.HashPage;
import dev.memoryservice.server.memory.Memories;
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
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/memories/hashes}: what there is, for those who keep a copy. */
@Path("/api/memories/hashes")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "memories")
@APIResponse(responseCode = "400", ref = "Refusal")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "422", ref = "InvalidInput")
@APIResponse(responseCode = "503", ref = "Busy")
public class HashResource {

    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MOST = 10_000;

    private final Memories memories;
    private final Stores stores;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    HashResource(Memories memories, Stores stores, CurrentCaller caller, ObjectMapper json) {
        this.memories = memories;
        this.stores = stores;
        this.caller = caller;
        this.json = json;
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "HashList")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record HashList(
            List<String> hashes,

            @Schema(type = SchemaType.INTEGER, nullable = true, description = "The cursor of the next page")
            OptionalLong nextCursor,

            boolean hasMore) {}

    @GET
    @Operation(
            summary = "List content hashes in the order in which the memories were stored",
            description = "What is stored while one goes from page to page comes on the last page.")
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "10000", defaultValue = "1000"))
    @Parameter(
            name = "include_deleted",
            in = ParameterIn.QUERY,
            description = "Whether deleted memories are listed too, as long as their tombstone is kept",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(HashList.class)
    public HashList list(@Context UriInfo uri) {
        Input query = Input.ofQuery(json, uri.getQueryParameters());
        long cursor = query.integer("cursor", 0, Integer.MAX_VALUE).orElse(0);
        int limit = query.integer("limit", 1, MOST).orElse(DEFAULT_LIMIT);
        boolean deletedToo = query.flag("include_deleted", false);
        Optional<String> store = query.text("store");
        query.check();
        HashPage page = memories.hashes(stores.forReading(caller.tenant(), store), cursor, limit, deletedToo);
        return new HashList(page.hashes(), page.next(), page.next().isPresent());
    }
}
