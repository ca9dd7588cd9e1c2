package dev.memoryservice.server.backup.rest;

import dev.memoryservice.server.backup.Backup;
import dev.memoryservice.server.backup.Backups;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/admin/backup}: what older clients call, which waits until the backup is made. */
@Path("/api/admin/backup")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "backup")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "503", ref = "Busy")
@APIResponse(responseCode = "507", ref = "PlaceUnusable")
public class OlderAdminBackupResource {

    private final Backups backups;

    OlderAdminBackupResource(Backups backups) {
        this.backups = backups;
    }

    @POST
    @Operation(
            summary = "Back everything up, and wait for it",
            description = "An older name of POST /api/admin/backups, which does not wait.")
    @APIResponseSchema(value = Backup.class, responseCode = "200")
    @APIResponse(responseCode = "409", ref = "Refusal")
    public CompletionStage<Backup> create() {
        Backups.Begun begun = backups.create(new Backups.Order(Optional.empty(), Backup.Trigger.MANUAL, Map.of()));
        return begun.done().thenApply(done -> backups.find(begun.backup().id()));
    }
}
