package dev.memoryservice.server.admin;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.mcp.legacy.SessionOwners;
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

/** The sessions of MCP clients that have some; clients of the stateless revision have none. */
@Path("/admin/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "administration")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
public class SessionsResource {

    private final SessionOwners owners;

    SessionsResource(SessionOwners owners) {
        this.owners = owners;
    }

    @Schema(name = "Sessions")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Sessions(
            int activeSessions,

            @Schema(description = "Whose, and the beginning of the id", examples = "claude-YzA0OT")
            List<String> sessions) {}

    @GET
    @Operation(summary = "List the open MCP sessions")
    @APIResponseSchema(Sessions.class)
    public Sessions list() {
        List<String> sessions = owners.sessions();
        return new Sessions(sessions.size(), sessions);
    }
}
