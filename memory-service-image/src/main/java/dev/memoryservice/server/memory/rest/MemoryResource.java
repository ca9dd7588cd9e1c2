package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.memory.Cursor;
import dev.memoryservice.server.memory.FilterInput;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryPage;
import dev.memoryservice.server.memory.MemoryUpdate;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.RefusedException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

/** {@code /api/memories}. */
@Path("/api/memories")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "memories")
@APIResponse(responseCode = "400", ref = "Refusal")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "503", ref = "Busy")
public class MemoryResource {

    private static final int DEFAULT_PAGE_SIZE = 10;
    private static final int LARGEST_PAGE = 100;

    private final Memories memories;
    private final Stores stores;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    MemoryResource(Memories memories, Stores stores, CurrentCaller caller, ObjectMapper json) {
        this.memories = memories;
        this.stores = stores;
        this.caller = caller;
        this.json = json;
    }

    @Schema(name = "MemoryList")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record MemoryList(
            List<MemoryView> memories,
            long total,

            @Schema(nullable = true, description = "Null when a cursor was given")
            Integer page,

            int pageSize,
            boolean hasMore,

            @Schema(nullable = true, description = "To be given back as cursor; null on the last page")
            String nextCursor) {

        static MemoryList of(MemoryPage found, Integer page, int size) {
            return new MemoryList(
                    found.memories().stream().map(MemoryView::of).toList(),
                    found.total(),
                    page,
                    size,
                    found.next().isPresent(),
                    found.next().map(Cursor::toString).orElse(null));
        }
    }

    @Schema(name = "DeleteResponse")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Deleted(boolean success, String message, String contentHash) {}

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Store a memory", description = "When this answers, the memory is durable.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StoreRequest.class)))
    @APIResponseSchema(
            value = StoreResponse.class,
            responseDescription = "Stored, or a duplicate",
            responseCode = "200")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public StoreResponse store(byte[] body, @Context HttpHeaders headers) {
        StoreRequest.Parsed request = StoreRequest.read(Input.ofBody(json, body), headers);
        Space space = stores.forWriting(caller.tenant(), request.store());
        return StoreResponse.of(memories.store(space, request.memory()));
    }

    @GET
    @Operation(summary = "List memories, newest first")
    @Parameter(
            name = "page",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "1"))
    @Parameter(
            name = "page_size",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "10"))
    @Parameter(name = "tag", in = ParameterIn.QUERY, description = "One tag, or several with commas")
    @Parameter(
            name = "tag_match",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            enumeration = {"any", "all"},
                            defaultValue = "any"))
    @Parameter(
            name = "tag_expression",
            in = ParameterIn.QUERY,
            description = "A condition on the tags, with AND, OR, NOT, parentheses and quotes",
            example = "ops AND (urgent OR \"on call\") AND NOT done")
    @Parameter(name = "memory_type", in = ParameterIn.QUERY)
    @Parameter(name = "conversation_id", in = ParameterIn.QUERY)
    @Parameter(
            name = "time_filter",
            in = ParameterIn.QUERY,
            description = "When it was stored, in words or ISO 8601",
            example = "last week")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "Stored at this time or later",
            example = "2025-03-01")
    @Parameter(name = "before", in = ParameterIn.QUERY, description = "Stored before this time", example = "March 2025")
    @Parameter(
            name = "tz",
            in = ParameterIn.QUERY,
            description = "The time zone that days begin in; UTC when not given",
            example = "Europe/Warsaw")
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "The next_cursor of another page, in place of page: as quick however far the page is, and in"
                    + " place while memories are added")
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(MemoryList.class)
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public MemoryList list(@Context UriInfo uri) {
        Input query = Input.ofQuery(json, uri.getQueryParameters());
        OptionalInt page = query.integer("page", 1, Integer.MAX_VALUE / LARGEST_PAGE);
        int size = query.integer("page_size", 1, LARGEST_PAGE).orElse(DEFAULT_PAGE_SIZE);
        Optional<Cursor> cursor = query.text("cursor").flatMap(Cursor::parse);
        if (query.has("cursor") && cursor.isEmpty()) {
            query.reject("cursor", "cursor", "Input should be the next_cursor of another page");
        } else if (cursor.isPresent() && page.isPresent()) {
            query.reject("page_and_cursor", "page", "Give a page or a cursor, not both");
        }
        MemoryFilter filter = FilterInput.read(query);
        Optional<String> store = query.text("store");
        query.check();
        Space space = stores.forReading(caller.tenant(), store);
        return cursor.map(place -> MemoryList.of(memories.listAfter(space, filter, place, size), null, size))
                .orElseGet(
                        () -> MemoryList.of(memories.list(space, filter, page.orElse(1), size), page.orElse(1), size));
    }

    @GET
    @Path("/{content_hash}")
    @Operation(summary = "Read a memory")
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(MemoryView.class)
    @APIResponse(responseCode = "404", ref = "Refusal")
    public MemoryView read(@PathParam("content_hash") String contentHash, @Context UriInfo uri) {
        return memories.find(stores.forReading(caller.tenant(), store(uri)), contentHash)
                .map(MemoryView::of)
                .orElseThrow(MemoryResource::notFound);
    }

    @PUT
    @Path("/{content_hash}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Change a memory's tags, type or metadata",
            description = "What is absent stays. Metadata entries are set beside those there are; null removes one.")
    @Parameter(name = "store", in = ParameterIn.QUERY)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = UpdateRequest.class)))
    @APIResponseSchema(
            value = UpdateResponse.class,
            responseDescription = "Changed, or nothing to change",
            responseCode = "200")
    @APIResponse(responseCode = "404", ref = "Refusal")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public UpdateResponse update(@PathParam("content_hash") String contentHash, byte[] body, @Context UriInfo uri) {
        MemoryUpdate update = UpdateRequest.read(Input.ofBody(json, body));
        return memories.update(stores.forWriting(caller.tenant(), store(uri)), contentHash, update)
                .map(UpdateResponse::of)
                .orElseThrow(MemoryResource::notFound);
    }

    @GET
    @Path("/{content_hash}/history")
    @Operation(
            summary = "What updates replaced in a memory, the last one first",
            description = "At most 50 versions. The history of a deleted memory is gone.")
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(HistoryResponse.class)
    @APIResponse(responseCode = "404", ref = "Refusal")
    public HistoryResponse history(@PathParam("content_hash") String contentHash, @Context UriInfo uri) {
        return memories.history(stores.forReading(caller.tenant(), store(uri)), contentHash)
                .map(versions -> HistoryResponse.of(contentHash, versions))
                .orElseThrow(MemoryResource::notFound);
    }

    @DELETE
    @Path("/{content_hash}")
    @Operation(summary = "Delete a memory")
    @Parameter(name = "store", in = ParameterIn.QUERY)
    @APIResponseSchema(Deleted.class)
    @APIResponse(responseCode = "404", ref = "Refusal")
    public Deleted delete(@PathParam("content_hash") String contentHash, @Context UriInfo uri) {
        if (!memories.delete(stores.forWriting(caller.tenant(), store(uri)), contentHash)) {
            throw notFound();
        }
        return new Deleted(true, "Successfully deleted memory " + contentHash, contentHash);
    }

    private Optional<String> store(UriInfo uri) {
        return Input.ofQuery(json, uri.getQueryParameters()).text("store");
    }

    private static RefusedException notFound() {
        return new RefusedException(RefusedException.Reason.NOT_FOUND, "Memory not found");
    }
}
