package dev.memoryservice.server.backup.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.backup.Backup;
import dev.memoryservice.server.backup.Backups;
import dev.memoryservice.server.exporting.rest.StallGuard;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The backups of the whole server. */
@Path("/api/admin/backups")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "backup")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "503", ref = "Busy")
@APIResponse(responseCode = "507", ref = "PlaceUnusable")
public class BackupsResource {

    private static final String EXAMPLE = "20261121T030000Z-k3x9";
    private static final String ID = "id";

    private final Backups backups;
    private final ObjectMapper json;
    private final Vertx vertx;

    BackupsResource(Backups backups, ObjectMapper json, Vertx vertx) {
        this.backups = backups;
        this.json = json;
        this.vertx = vertx;
    }

    @Schema(name = "Backups")
    record Listing(@Schema(description = "Newest first") List<Backup> backups) {}

    @POST
    @Operation(
            summary = "Back everything up",
            description =
                    "Answers at once; ask for the backup until it is not Running any more. The content is that of one"
                            + " moment, while others go on reading and writing. Asked for an id that there is, it answers with that"
                            + " one and makes none. One backup, verification or restore is made at a time.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BackupRequest.class)))
    @APIResponse(
            responseCode = "202",
            description = "It was begun",
            content = @Content(schema = @Schema(implementation = Backup.class)))
    @APIResponseSchema(value = Backup.class, responseCode = "200", responseDescription = "It was there before")
    @APIResponse(responseCode = "409", ref = "Refusal")
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public Response create(byte[] body) {
        return begun(backups.create(BackupRequest.read(json, body)));
    }

    @GET
    @Operation(summary = "List the backups, newest first, those that failed included")
    @APIResponseSchema(Listing.class)
    public Listing list() {
        return new Listing(backups.list());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "See a backup")
    @Parameter(name = ID, example = EXAMPLE)
    @APIResponseSchema(Backup.class)
    @APIResponse(responseCode = "404", ref = "Refusal")
    public Backup find(@PathParam(ID) String id) {
        return backups.find(id);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete a backup")
    @Parameter(name = ID, example = EXAMPLE)
    @APIResponse(
            responseCode = "200",
            description = "It is gone",
            content = @Content(schema = @Schema(implementation = Backup.class)))
    @APIResponse(responseCode = "404", ref = "Refusal")
    @APIResponse(responseCode = "409", ref = "Refusal")
    public Backup delete(@PathParam(ID) String id) {
        Backup backup = backups.find(id);
        backups.delete(id);
        return backup;
    }

    @GET
    @Path("/{id}/content")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Fetch the file", description = "With everybody's memories in it, encrypted if the backup is.")
    @Parameter(name = ID, example = EXAMPLE)
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", ref = "Refusal")
    @APIResponse(responseCode = "409", ref = "Refusal")
    public Response content(@PathParam(ID) String id, @Context HttpServerRequest request) {
        Backup backup = backups.find(id);
        Backups.requireFile(backup);
        InputStream in = opened(id);
        StreamingOutput file = out -> {
            try (in;
                    StallGuard guarded = new StallGuard(out, vertx, request)) {
                in.transferTo(guarded);
            }
        };
        return Response.ok(file)
                .header(HttpHeaders.CONTENT_LENGTH, backup.sizeBytes())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".memorybackup\"")
                .build();
    }

    @POST
    @Path("/{id}/verify")
    @Operation(
            summary = "Prove a backup",
            description =
                    "Restores it into an empty store beside this one, compares every byte and searches. Answers at"
                            + " once; ask for the backup until its verification is not Running any more.")
    @Parameter(name = ID, example = EXAMPLE)
    @APIResponse(
            responseCode = "202",
            description = "It was begun",
            content = @Content(schema = @Schema(implementation = Backup.class)))
    @APIResponse(responseCode = "404", ref = "Refusal")
    @APIResponse(responseCode = "409", ref = "Refusal")
    public Response verify(@PathParam(ID) String id) {
        return begun(backups.verify(id));
    }

    @POST
    @Path("/prune")
    @Operation(
            summary = "Delete the backups that need not be kept",
            description =
                    "Keeps the newest ones, the newest of each of the last days and of each of the last ISO weeks (of"
                            + " UTC) that have one, the newest that was proven, and whatever is not finished.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PruneRequest.class)))
    @APIResponseSchema(value = Backups.Pruned.class, responseCode = "200")
    @APIResponse(responseCode = "409", ref = "Refusal")
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public Backups.Pruned prune(byte[] body) {
        return PruneRequest.read(json, body).doneBy(backups);
    }

    private InputStream opened(String id) {
        try {
            return backups.source(id).open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response begun(Backups.Begun begun) {
        return Response.status(begun.isNew() ? Response.Status.ACCEPTED : Response.Status.OK)
                .entity(begun.backup())
                .build();
    }
}
