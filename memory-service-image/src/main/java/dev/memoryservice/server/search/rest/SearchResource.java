package dev.memoryservice.server.search.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.SearchResult;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.RefusedException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
                request.filter());
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
                stores.forReading(caller.tenant(), request.store()),
                request.tags(),
                request.match(),
                request.further(),
                request.limit());
        return SearchResponse.ofTags(
                found, "Tags match (" + request.match() + "): " + String.join(", ", request.tags()));
    }

    @POST
    @Path("/by-time")
    @Operation(summary = "Find the memories of a time that is given in words")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TimeSearchRequest.class)))
    @APIResponseSchema(value = SearchResponse.class, responseCode = "200")
    public SearchResponse byTime(byte[] body) {
        TimeSearchRequest.Parsed request = TimeSearchRequest.read(Input.ofBody(json, body));
        SearchResult found = memories.searchByTime(
                stores.forReading(caller.tenant(), request.store()),
                request.words(),
                request.question(),
                request.filter(),
                request.limit());
        return SearchResponse.ofTime(found, request.question().isPresent());
    }

    @GET
    @Path("/similar/{content_hash}")
    @Operation(summary = "Find the memories most like another one")
    @Parameter(
            name = "n_results",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "10"))
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(SearchResponse.class)
    @APIResponse(responseCode = "404", ref = "Refusal")
    public SearchResponse similar(@PathParam("content_hash") String contentHash, @Context UriInfo uri) {
        Input query = Input.ofQuery(json, uri.getQueryParameters());
        int limit = query.integer("n_results", 1, MOST_RESULTS).orElse(DEFAULT_RESULTS);
        Optional<String> store = query.text("store");
        query.check();
        return memories.similar(stores.forReading(caller.tenant(), store), contentHash, limit)
                .map(found -> SearchResponse.ofMeaning(found, 0))
                .orElseThrow(() -> new RefusedException(RefusedException.Reason.NOT_FOUND, "Memory not found"));
    }
}
