package dev.memoryservice.server.backup.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.backup.Backup;
import dev.memoryservice.server.backup.Backups;
import dev.memoryservice.server.backup.repository.Repository;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/backup}: the same in the words of the Python service's clients. What schedules backups is not here. */
@Path("/api/backup")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "backup")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "503", ref = "Busy")
@APIResponse(responseCode = "507", ref = "PlaceUnusable")
public class OlderBackupResource {

    private static final double SECONDS_PER_DAY = 86_400;
    private static final double MILLIS = 1_000;

    private final Backups backups;

    OlderBackupResource(Backups backups) {
        this.backups = backups;
    }

    @Schema(name = "BackupStatus")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Status(
            @Schema(description = "Whether this server has a place for backups")
            boolean enabled,

            @Schema(description = "none, since nothing in the server itself is scheduled")
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

    @Schema(name = "BackupFile")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record File(String filename, long sizeBytes, String createdAt, double ageDays) {}

    @Schema(name = "BackupFiles")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Files(List<File> backups, int totalCount, long totalSizeBytes) {}

    @Schema(name = "BackupMade")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Made(
            boolean success,
            String filename,
            long sizeBytes,
            String createdAt,
            double durationSeconds,
            @Schema(nullable = true) String error) {}

    @GET
    @Path("/status")
    @Operation(summary = "See whether backups are made")
    @APIResponseSchema(Status.class)
    public Status status() {
        List<Backup> made = made();
        Optional<Instant> last = made.stream().findFirst().flatMap(Backup::completedAt);
        return new Status(
                backups.place().isPresent(),
                "none",
                0,
                0,
                made.size(),
                made.stream().mapToLong(Backup::sizeBytes).sum(),
                last.map(Instant::toString).orElse(null),
                last.map(at -> Duration.between(at, Instant.now()).toMillis() / MILLIS)
                        .orElse(null),
                null,
                false,
                backups.place().orElse(null));
    }

    @GET
    @Path("/list")
    @Operation(summary = "List the files of the backups, newest first")
    @APIResponseSchema(Files.class)
    public Files list() {
        List<File> files = made().stream()
                .map(backup -> new File(
                        backup.id() + Repository.SUFFIX,
                        backup.sizeBytes(),
                        backup.startedAt().toString(),
                        Duration.between(backup.startedAt(), Instant.now()).toSeconds() / SECONDS_PER_DAY))
                .toList();
        return new Files(
                files, files.size(), files.stream().mapToLong(File::sizeBytes).sum());
    }

    @POST
    @Path("/now")
    @Operation(summary = "Back everything up, and wait for it")
    @APIResponseSchema(value = Made.class, responseCode = "200")
    @APIResponse(responseCode = "409", ref = "Refusal")
    public CompletionStage<Made> now() {
        Backups.Begun begun = backups.create(new Backups.Order(Optional.empty(), Backup.Trigger.MANUAL, Map.of()));
        return begun.done().thenApply(done -> made(backups.find(begun.backup().id())));
    }

    private static Made made(Backup backup) {
        return new Made(
                backup.state() == Backup.State.SUCCEEDED,
                backup.id() + Repository.SUFFIX,
                backup.sizeBytes(),
                backup.startedAt().toString(),
                Duration.between(backup.startedAt(), backup.completedAt().orElse(backup.startedAt()))
                                .toMillis()
                        / MILLIS,
                backup.message().isEmpty() ? null : backup.message());
    }

    private List<Backup> made() {
        return backups.list().stream()
                .filter(backup -> backup.state() == Backup.State.SUCCEEDED)
                .toList();
    }
}
