package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.memory.BulkOperations;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.memory.TagStatistics;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.RefusedException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
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

/** {@code /api/manage}: what affects many memories at once. */
@Path("/api/manage")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Blocking
@Tag(name = "manage")
@APIResponse(responseCode = "400", ref = "Refusal")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "422", ref = "InvalidInput")
@APIResponse(responseCode = "503", ref = "Busy")
public class ManageResource {

    private static final int MOST_TAGS = 1_000;

    private final BulkOperations bulk;
    private final Memories memories;
    private final Stores stores;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    ManageResource(BulkOperations bulk, Memories memories, Stores stores, CurrentCaller caller, ObjectMapper json) {
        this.bulk = bulk;
        this.memories = memories;
        this.stores = stores;
        this.caller = caller;
        this.json = json;
    }

    @Schema(name = "Count")
    record Count(long count) {}

    @Schema(name = "TagStats")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record TagStats(
            String tag,
            long count,

            @Schema(description = "When the newest memory with it was stored, in seconds since 1970")
            double lastUsed,

            List<String> memoryTypes) {

        static TagStats of(TagStatistics statistics) {
            return new TagStats(
                    statistics.tag(),
                    statistics.memories(),
                    MemoryView.seconds(statistics.lastUsed()),
                    statistics.types());
        }
    }

    @Schema(name = "TagStatsList")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record TagStatsList(List<TagStats> tags, long totalTags) {}

    @POST
    @Path("/bulk-delete")
    @Operation(
            summary = "Delete every memory that matches",
            description = "All conditions must match. Done only when confirm_count is the number of memories.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BulkDeleteRequest.class)))
    @APIResponseSchema(value = BulkResponse.class, responseCode = "200")
    @APIResponse(responseCode = "409", ref = "Refusal")
    public BulkResponse delete(byte[] body) {
        BulkDeleteRequest.Parsed request = BulkDeleteRequest.read(Input.ofBody(json, body));
        Space space = stores.forWriting(caller.tenant(), request.store());
        long deleted = request.hashes().isEmpty()
                ? bulk.delete(space, request.filter(), request.confirmed())
                : bulk.delete(space, request.hashes(), request.confirmed());
        return BulkResponse.of("deleted", deleted, request.operation());
    }

    @GET
    @Path("/untagged/count")
    @Operation(summary = "Count the memories without a tag")
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(Count.class)
    public Count untagged(@Context UriInfo uri) {
        Input query = Input.ofQuery(json, uri.getQueryParameters());
        Optional<String> store = query.text("store");
        return new Count(bulk.count(stores.forReading(caller.tenant(), store), untagged()));
    }

    @POST
    @Path("/delete-untagged")
    @Operation(
            summary = "Delete the memories without a tag",
            description = "Done only when confirm_count is the number of memories.")
    @Parameter(
            name = "confirm_count",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @Parameter(name = "store", in = ParameterIn.QUERY)
    @APIResponseSchema(value = BulkResponse.class, responseCode = "200")
    @APIResponse(responseCode = "409", ref = "Refusal")
    public BulkResponse deleteUntagged(@Context UriInfo uri) {
        Confirmed confirmed = confirmed(Input.ofQuery(json, uri.getQueryParameters()));
        return BulkResponse.of(
                "deleted",
                bulk.delete(confirmed.space(), untagged(), confirmed.count()),
                "Delete memories without a tag");
    }

    @PUT
    @Path("/tags/{old_tag}")
    @Operation(
            summary = "Rename a tag, or merge it into another one",
            description = "Done only when confirm_count is the number of memories that have the old tag.")
    @Parameter(name = "new_tag", in = ParameterIn.QUERY, required = true)
    @Parameter(
            name = "confirm_count",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @Parameter(name = "store", in = ParameterIn.QUERY)
    @APIResponseSchema(BulkResponse.class)
    @APIResponse(responseCode = "404", ref = "Refusal")
    @APIResponse(responseCode = "409", ref = "Refusal")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    public BulkResponse renameTag(@PathParam("old_tag") String oldTag, @Context UriInfo uri) {
        Input query = Input.ofQuery(json, uri.getQueryParameters());
        String newTag = query.requiredText("new_tag");
        Confirmed confirmed = confirmed(query);
        return bulk.renameTag(confirmed.space(), oldTag, newTag, confirmed.count())
                .map(count -> BulkResponse.of("changed", count, "Rename tag '" + oldTag + "' to '" + newTag + "'"))
                .orElseThrow(() -> new RefusedException(
                        RefusedException.Reason.NOT_FOUND, "No memory has the tag '" + oldTag + "'"));
    }

    @GET
    @Path("/tags/stats")
    @Operation(
            summary = "How the tags are used, the most used first",
            description = "Reads every tag of every memory: a second for a million of them.")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "1000"))
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(TagStatsList.class)
    public TagStatsList tagStatistics(@Context UriInfo uri) {
        Input query = Input.ofQuery(json, uri.getQueryParameters());
        int most = query.integer("limit", 1, MOST_TAGS).orElse(MOST_TAGS);
        Optional<String> store = query.text("store");
        query.check();
        Space space = stores.forReading(caller.tenant(), store);
        return new TagStatsList(
                memories.tagStatistics(space, most).stream().map(TagStats::of).toList(),
                memories.tags(space).size());
    }

    private record Confirmed(Space space, OptionalInt count) {}

    private Confirmed confirmed(Input query) {
        OptionalInt count = query.integer("confirm_count", 0, Integer.MAX_VALUE);
        Optional<String> store = query.text("store");
        query.check();
        return new Confirmed(stores.forWriting(caller.tenant(), store), count);
    }

    private static MemoryFilter untagged() {
        return MemoryFilter.byTags(List.of(Memories.UNTAGGED), TagMatch.ANY);
    }
}
