package dev.memoryservice.server.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.NonBlocking;
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

/** {@code /api/backup}: what clients ask to learn whether they are safe. They are told the truth: no backup is made. */
@Path("/api/backup")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "backup")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
public class BackupResource {

    @Schema(name = "BackupStatus")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Status(
            boolean enabled,

            @Schema(description = "none, since nothing is scheduled")
            String interval,

            int retentionDays,
            int maxCount,
            int backupCount,
            long totalSizeBytes,
            @Schema(nullable = true) String lastBackupTime,
            @Schema(nullable = true) Double timeSinceLastSeconds,
            @Schema(nullable = true) String nextBackupAt,
            boolean schedulerRunning,
            @Schema(nullable = true) String backupDirectory) {}

    @Schema(name = "Backup")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Backup(String filename, long sizeBytes, String createdAt, double ageDays) {}

    @Schema(name = "BackupList")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Backups(List<Backup> backups, int totalCount, long totalSizeBytes) {}

    @GET
    @Path("/status")
    @Operation(summary = "See whether backups are made", description = "This server makes none.")
    @APIResponseSchema(Status.class)
    public Status status() {
        return new Status(false, "none", 0, 0, 0, 0, null, null, null, false, null);
    }

    @GET
    @Path("/list")
    @Operation(summary = "List the backups", description = "This server makes none.")
    @APIResponseSchema(Backups.class)
    public Backups list() {
        return new Backups(List.of(), 0, 0);
    }
}
