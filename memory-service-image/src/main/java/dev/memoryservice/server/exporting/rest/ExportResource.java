package dev.memoryservice.server.exporting.rest;

import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.exporting.Exporter;
import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.RefusedException;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/export}: everything of the caller, while others go on reading and writing. */
@Path("/api/export")
@Blocking
@Tag(name = "transfer")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "503", ref = "Busy")
public class ExportResource {

    private static final String GZIP = "application/gzip";

    /** The write-ahead log grows for as long as one runs, and each holds a thread. */
    private static final int AT_ONCE = 2;

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Exporter exporter;
    private final Stores stores;
    private final CurrentCaller caller;
    private final Vertx vertx;

    ExportResource(
            MemoryStore store,
            Embedder embedder,
            @ConfigProperty(name = "quarkus.application.version") String version,
            Stores stores,
            CurrentCaller caller,
            Vertx vertx) {
        this.exporter = new Exporter(store, embedder.model(), embedder.dimension(), version);
        this.stores = stores;
        this.caller = caller;
        this.vertx = vertx;
    }

    @GET
    @Produces(GZIP)
    @Operation(
            summary = "Export memories",
            description =
                    "A file in the portable format, as of one moment. Its last line is a manifest: an answer without one"
                            + " was cut off. The file can be imported by the command import.")
    @Parameter(
            name = "store",
            in = ParameterIn.QUERY,
            description = "A store; all of them when it is missing, or all",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(mediaType = GZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "400", ref = "Refusal")
    public Response export(@QueryParam("store") String store, @Context HttpServerRequest request) {
        Extent extent =
                Extent.of(stores.forReading(caller.tenant(), Optional.of(store == null ? Space.ALL_STORES : store)));
        if (!places.tryAcquire()) {
            throw new RefusedException(
                    RefusedException.Reason.BUSY, AT_ONCE + " exports are running: try again when one has ended");
        }
        StreamingOutput file = out -> {
            try (StallGuard guarded = new StallGuard(out, vertx, request)) {
                exporter.export(extent, guarded);
            } finally {
                places.release();
            }
        };
        return Response.ok(file)
                .header("Content-Disposition", "attachment; filename=\"memories.jsonl.gz\"")
                .build();
    }
}
