package dev.memoryservice.server.importing.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.backup.format.BackupReader;
import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.events.MemoryEvents;
import dev.memoryservice.server.importing.Importer;
import dev.memoryservice.server.importing.Outcome;
import dev.memoryservice.server.importing.Reason;
import dev.memoryservice.server.memory.MemoryRules;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Room;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.portable.InvalidFileException;
import dev.memoryservice.server.portable.PortableLine;
import dev.memoryservice.server.request.RefusedException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/import}: what the command {@code import} sends its batches to. */
@Path("/api/import")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "transfer")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "503", ref = "Busy")
public class ImportResource {

    /** Each costs an embedding, and the request is answered after the last. */
    private static final int MOST_LINES = 1_000;

    private final Importer importer;
    private final CurrentCaller caller;
    private final Room room;

    ImportResource(
            MemoryStore store,
            Embedder embedder,
            MemoryEvents events,
            Stores stores,
            CurrentCaller caller,
            ObjectMapper json,
            Room room,
            ServerConfig config) {
        this.room = room;
        this.importer =
                new Importer(store, embedder, new MemoryRules(json, config.limits()), stores.names(), events::stored);
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Bring in memories from elsewhere",
            description =
                    "Lines of JSON, each a memory as in an export. Dates, tags, type and metadata are kept; the tenant"
                            + " is the caller's whatever a line says. What is answered as stored is durable; a line that cannot be"
                            + " imported is skipped, and the others are not affected. At most 1000 lines.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING)))
    @APIResponseSchema(value = ImportResponse.class, responseDescription = "What became of each line")
    @APIResponse(responseCode = "400", ref = "Refusal")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    public ImportResponse bring(byte[] body) {
        if (BackupReader.recognises(body)) {
            throw new RefusedException(
                    RefusedException.Reason.BAD_VALUE,
                    "This is a backup, which is not imported but restored: send it to POST /api/admin/restores/content, or"
                            + " use memory-service restore --file");
        }
        List<byte[]> lines = lines(body);
        String tenant = caller.tenant();
        room.require(tenant, lines.size());
        List<ImportResponse.Result> results = new ArrayList<>(lines.size());
        for (byte[] line : lines) {
            results.add(ImportResponse.Result.of(results.size() + 1, bring(tenant, line)));
        }
        return ImportResponse.of(results);
    }

    private Outcome bring(String tenant, byte[] line) {
        try {
            StoredMemory given = PortableLine.read(line);
            return importer.bring(given.in(new Space(tenant, given.space().store())));
        } catch (InvalidFileException e) {
            return new Outcome.Skipped(Reason.UNREADABLE, e.getMessage());
        }
    }

    private static List<byte[]> lines(byte[] body) {
        List<byte[]> lines = new ArrayList<>();
        for (int start = 0, end; start < body.length; start = end + 1) {
            end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            if (end > start) {
                lines.add(Arrays.copyOfRange(body, start, end));
            }
            if (lines.size() > MOST_LINES) {
                throw new RefusedException(
                        RefusedException.Reason.TOO_LARGE,
                        "More than " + MOST_LINES + " lines: send them in several requests");
            }
        }
        return lines;
    }
}
