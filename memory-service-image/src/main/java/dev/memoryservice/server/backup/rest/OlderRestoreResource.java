package dev.memoryservice.server.backup.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.backup.Restore;
import dev.memoryservice.server.backup.Restores;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/admin/restore}: what older clients call, which waits until all is restored. */
@Path("/api/admin/restore")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "backup")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "503", ref = "Busy")
@APIResponse(responseCode = "507", ref = "PlaceUnusable")
public class OlderRestoreResource {

    private final Restores restores;
    private final ObjectMapper json;

    OlderRestoreResource(Restores restores, ObjectMapper json) {
        this.restores = restores;
        this.json = json;
    }

    @POST
    @Operation(
            summary = "Restore a backup, and wait for it",
            description = "An older name of POST /api/admin/restores, which does not wait.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RestoreRequest.class)))
    @APIResponseSchema(value = Restore.class, responseCode = "200")
    @APIResponse(responseCode = "404", ref = "Refusal")
    @APIResponse(responseCode = "409", ref = "Refusal")
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public CompletionStage<Restore> restore(byte[] body) {
        Restores.Begun begun = RestoreRequest.read(json, body).startedBy(restores);
        return begun.done().thenApply(done -> restores.find(begun.restore().id()));
    }
}
