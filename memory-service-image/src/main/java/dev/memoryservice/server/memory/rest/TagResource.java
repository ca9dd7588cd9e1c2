package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.CurrentCaller;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/tags}. */
@Path("/api/tags")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "memories")
public class TagResource {

    private final Memories memories;
    private final Stores stores;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    TagResource(Memories memories, Stores stores, CurrentCaller caller, ObjectMapper json) {
        this.memories = memories;
        this.stores = stores;
        this.caller = caller;
        this.json = json;
    }

    @Schema(name = "TagCount")
    record TagCount(String tag, long count) {}

    @Schema(name = "TagList")
    record TagList(List<TagCount> tags) {}

    @GET
    @Operation(summary = "List the tags in use, most used first")
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(TagList.class)
    @APIResponse(responseCode = "400", ref = "Refusal")
    @APIResponse(responseCode = "401", ref = "NoKey")
    @APIResponse(responseCode = "403", ref = "WrongKey")
    @APIResponse(responseCode = "503", ref = "Busy")
    public TagList tags(@Context UriInfo uri) {
        var store = Input.ofQuery(json, uri.getQueryParameters()).text("store");
        return new TagList(memories.tags(stores.forReading(caller.tenant(), store)).entrySet().stream()
                .map(tag -> new TagCount(tag.getKey(), tag.getValue()))
                .toList());
    }
}
