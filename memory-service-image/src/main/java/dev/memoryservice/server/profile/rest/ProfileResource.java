package dev.memoryservice.server.profile.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.profile.Profiles;
import dev.memoryservice.server.profile.UserProfile;
import dev.memoryservice.server.request.Input;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/profile}. */
@Path("/api/profile")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "profile")
@APIResponse(responseCode = "400", ref = "Refusal")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "422", ref = "InvalidInput")
@APIResponse(responseCode = "503", ref = "Busy")
public class ProfileResource {

    private final Profiles profiles;
    private final Stores stores;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    ProfileResource(Profiles profiles, Stores stores, CurrentCaller caller, ObjectMapper json) {
        this.profiles = profiles;
        this.stores = stores;
        this.caller = caller;
        this.json = json;
    }

    @GET
    @Operation(
            summary = "See what is known about the user",
            description = "Computed from the memories; each statement names the memories it comes from.")
    @Parameter(
            name = "include_knowledge",
            in = ParameterIn.QUERY,
            description = "With the user's statements",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "true"))
    @Parameter(
            name = "include_assistant_knowledge",
            in = ParameterIn.QUERY,
            description = "With what the agent said of itself",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(UserProfile.class)
    public UserProfile profile(@Context UriInfo uri) {
        Input query = Input.ofQuery(json, uri.getQueryParameters());
        UserProfile.Wanted wanted = new UserProfile.Wanted(
                query.flag("include_knowledge", UserProfile.Wanted.DEFAULT.knowledge()),
                query.flag("include_assistant_knowledge", UserProfile.Wanted.DEFAULT.assistantKnowledge()));
        query.check();
        return profiles.profile(
                stores.forReading(caller.tenant(), query.text("store")),
                caller.get().name(),
                wanted);
    }
}
