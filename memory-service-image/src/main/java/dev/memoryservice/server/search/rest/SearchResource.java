package dev.memoryservice.server.search.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SearchResult;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/search}. */
@Path("/api/search")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Blocking
@Tag(name = "search")
@APIResponse(responseCode = "400", ref = "Refusal")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "413", ref = "TooLarge")
@APIResponse(responseCode = "422", ref = "InvalidInput")
@APIResponse(responseCode = "503", ref = "Busy")
public class SearchResource {

    static final int DEFAULT_RESULTS = 10;
    static final int MOST_RESULTS = 100;

    private final Memories memories;
    private final Stores stores;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    SearchResource(Memories memories, Stores stores, CurrentCaller caller, ObjectMapper json) {
        this.memories = memories;
        this.stores = stores;
        this.caller = caller;
        this.json = json;
    }

    @POST
    @Operation(summary = "Search by meaning and by words")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SearchRequest.class)))
    @APIResponseSchema(value = SearchResponse.class, responseCode = "200")
    public SearchResponse search(byte[] body) {
        SearchRequest.Parsed request = SearchRequest.read(Input.ofBody(json, body));
        SearchResult found = memories.search(
                stores.forReading(caller.tenant(), request.store()),
                request.query(),
                request.limit(),
                MemoryFilter.NONE);
        return SearchResponse.ofMeaning(found, request.threshold().orElse(0));
    }

    @POST
    @Path("/by-tag")
    @Operation(summary = "Find memories by their tags, newest first")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TagSearchRequest.class)))
    @APIResponseSchema(value = SearchResponse.class, responseCode = "200")
    public SearchResponse byTag(byte[] body) {
        TagSearchRequest.Parsed request = TagSearchRequest.read(Input.ofBody(json, body));
        SearchResult found = memories.searchByTags(
                stores.forReading(caller.tenant(), request.store()), request.tags(), request.match(), request.limit());
        return SearchResponse.ofTags(
                found, "Tags match (" + request.match() + "): " + String.join(", ", request.tags()));
    }
}
