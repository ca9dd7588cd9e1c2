package dev.memoryservice.server.admin;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.auth.CurrentCaller;
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

/** Who the caller is to the server, for clients that show only what the caller may do. */
@Path("/api/caller")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "access")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
public class CallerResource {

    private final CurrentCaller caller;

    CallerResource(CurrentCaller caller) {
        this.caller = caller;
    }

    @Schema(name = "Caller")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Self(String name, String tenant, List<String> scopes, String credential) {}

    @GET
    @Operation(summary = "See who one is to the server, and what one may do")
    @APIResponseSchema(Self.class)
    public Self self() {
        Caller self = caller.get();
        return new Self(
                self.name(), self.tenant(), self.scopeWords(), self.credential().word());
    }
}
