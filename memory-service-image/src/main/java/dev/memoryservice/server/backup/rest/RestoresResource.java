package dev.memoryservice.server.backup.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.backup.ReceivedBackup;
import dev.memoryservice.server.backup.Restore;
import dev.memoryservice.server.backup.Restores;
import dev.memoryservice.server.request.InvalidInputException;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
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

/** Restores of backups into this server. */
@Path("/api/admin/restores")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "backup")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "503", ref = "Busy")
@APIResponse(responseCode = "507", ref = "PlaceUnusable")
public class RestoresResource {

    private final Restores restores;
    private final ObjectMapper json;

    RestoresResource(Restores restores, ObjectMapper json) {
        this.restores = restores;
        this.json = json;
    }

    @Schema(name = "Restores")
    record Listing(
            @Schema(description = "The last one first") List<Restore> restores) {}

    @POST
    @Operation(
            summary = "Restore a backup",
            description =
                    "What the backup holds takes the place of what there is: memories, tombstones, history, tags and"
                            + " vectors, of everybody or of one tenant, all or nothing. First the backup is read as a whole, then what"
                            + " is replaced is backed up. Writes are refused with 503 while memories are replaced. Answers at once;"
                            + " ask for the restore until it is not Running any more. Asked for an id that there is, it answers with"
                            + " that one and restores nothing.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RestoreRequest.class)))
    @APIResponse(
            responseCode = "202",
            description = "It was begun",
            content = @Content(schema = @Schema(implementation = Restore.class)))
    @APIResponseSchema(value = Restore.class, responseCode = "200", responseDescription = "It was there before")
    @APIResponse(responseCode = "404", ref = "Refusal")
    @APIResponse(responseCode = "409", ref = "Refusal")
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public Response start(byte[] body) {
        Restores.Begun begun = RestoreRequest.read(json, body).startedBy(restores);
        return Response.status(begun.isNew() ? Response.Status.ACCEPTED : Response.Status.OK)
                .entity(begun.restore())
                .build();
    }

    @POST
    @Path("/content")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Restore a backup that is sent along",
            description = "As POST /api/admin/restores does; what goes in its body is said in the address.")
    @Parameter(name = "id", in = ParameterIn.QUERY, example = "restore-1")
    @Parameter(name = "tenant", in = ParameterIn.QUERY)
    @Parameter(
            name = "dry_run",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = "safety_backup",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "true"))
    @Parameter(
            name = "allow_reembedding",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "202",
            description = "It was begun",
            content = @Content(schema = @Schema(implementation = Restore.class)))
    @APIResponseSchema(value = Restore.class, responseCode = "200", responseDescription = "It was there before")
    @APIResponse(responseCode = "409", ref = "Refusal")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public Response startContent(@Context RoutingContext context, @Context UriInfo uri) {
        ContentReceiver.Received received = ContentReceiver.Received.of(context);
        if (received.refusal().isPresent()) {
            throw received.refusal().get();
        }
        ReceivedBackup file = received.file().orElseThrow();
        Restores.Order order;
        try {
            order = RestoreRequest.read(json, uri.getQueryParameters());
        } catch (InvalidInputException e) {
            file.close();
            throw e;
        }
        Restores.Begun begun = restores.start(order, file.source(), file::close);
        return Response.status(begun.isNew() ? Response.Status.ACCEPTED : Response.Status.OK)
                .entity(begun.restore())
                .build();
    }

    @GET
    @Operation(summary = "List the restores, the last one first")
    @APIResponseSchema(Listing.class)
    public Listing list() {
        return new Listing(restores.list());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "See a restore")
    @Parameter(name = "id", example = "restore-1")
    @APIResponseSchema(Restore.class)
    @APIResponse(responseCode = "404", ref = "Refusal")
    public Restore find(@PathParam("id") String id) {
        return restores.find(id);
    }
}
