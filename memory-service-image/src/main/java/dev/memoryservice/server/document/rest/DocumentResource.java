package dev.memoryservice.server.document.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.document.Documents;
import dev.memoryservice.server.document.ReceivedFile;
import dev.memoryservice.server.document.Upload;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryPage;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.InvalidInputException;
import dev.memoryservice.server.request.InvalidValue;
import dev.memoryservice.server.request.RefusedException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** {@code /api/documents}. */
@Path("/api/documents")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "documents")
@APIResponse(responseCode = "400", ref = "Refusal")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "503", ref = "Busy")
public class DocumentResource {

    private static final int MOST_CHUNKS_SHOWN = 1_000;
    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    private final Documents documents;
    private final Stores stores;
    private final CurrentCaller caller;
    private final CurrentVertxRequest current;
    private final ObjectMapper json;

    DocumentResource(
            Documents documents, Stores stores, CurrentCaller caller, CurrentVertxRequest current, ObjectMapper json) {
        this.documents = documents;
        this.stores = stores;
        this.caller = caller;
        this.current = current;
        this.json = json;
    }

    @Schema(name = "UploadAccepted")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Accepted(String uploadId, String status, String message) {}

    @Schema(name = "UploadHistory")
    record History(List<UploadStatus> uploads) {}

    @Schema(name = "DocumentRemoved")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Removed(String status, String uploadId, String filename, int memoriesDeleted, String message) {}

    @Schema(name = "DocumentsRemoved")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record RemovedByTags(
            String status, List<String> tags, int memoriesDeleted, List<String> affectedUploads, String message) {}

    @Schema(name = "DocumentChunk")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record ChunkView(
            String contentHash,
            String content,
            List<String> tags,
            Map<String, Object> metadata,
            String createdAt,
            int chunkIndex,
            @Schema(nullable = true) Optional<Integer> page) {

        static ChunkView of(Memory memory) {
            return new ChunkView(
                    memory.contentHash(),
                    memory.content(),
                    memory.tags(),
                    memory.metadata(),
                    memory.createdAt().toString(),
                    Documents.index(memory),
                    memory.metadata().get("page") instanceof Integer page ? Optional.of(page) : Optional.empty());
        }
    }

    @Schema(name = "DocumentContent")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record DocumentContent(
            String status, String uploadId, String filename, long totalFound, List<ChunkView> memories) {}

    @POST
    @Path("/upload")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Upload a document",
            description = "It is read in the background: follow it by its status or by the events document_progress,"
                    + " document_completed and document_failed.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = UploadForm.class)))
    @APIResponseSchema(value = Accepted.class, responseDescription = "On its way", responseCode = "200")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public Accepted upload() {
        return take(current.getCurrent(), "file", 1);
    }

    @POST
    @Path("/batch-upload")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Upload several documents", description = "They share one upload and its limit on bytes.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = UploadForm.Batch.class)))
    @APIResponseSchema(value = Accepted.class, responseDescription = "On their way", responseCode = "200")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public Accepted batch() {
        return take(current.getCurrent(), "files", Integer.MAX_VALUE);
    }

    @GET
    @Path("/status/{upload_id}")
    @Operation(summary = "See how far an upload is")
    @APIResponseSchema(UploadStatus.class)
    @APIResponse(responseCode = "404", ref = "Refusal")
    public UploadStatus status(@PathParam("upload_id") String id) {
        return UploadStatus.of(documents.status(caller.tenant(), id));
    }

    @GET
    @Path("/history")
    @Operation(summary = "List the uploads, newest first", description = "The last 1000 that ended, and all others.")
    @APIResponseSchema(History.class)
    public History history() {
        return new History(documents.history(caller.tenant()).stream()
                .map(UploadStatus::of)
                .toList());
    }

    @DELETE
    @Path("/remove/{upload_id}")
    @Operation(summary = "Forget an upload, with its memories or without")
    @Parameter(
            name = "remove_from_memory",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "true"))
    @APIResponseSchema(Removed.class)
    @APIResponse(responseCode = "404", ref = "Refusal")
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public Removed remove(@PathParam("upload_id") String id, @Context UriInfo uri) {
        Input query = Input.ofQuery(json, uri.getQueryParameters());
        boolean withMemories = query.flag("remove_from_memory", true);
        query.check();
        Upload upload = documents.status(caller.tenant(), id);
        int deleted = documents.remove(caller.tenant(), upload, withMemories);
        return new Removed(
                "success",
                upload.id(),
                upload.filename(),
                deleted,
                "Document '" + upload.filename() + "' removed, " + deleted + " memories deleted");
    }

    @DELETE
    @Path("/remove-by-tags")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Forget the uploads with one of some tags, and their memories")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class)))
    @APIResponseSchema(RemovedByTags.class)
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public RemovedByTags removeByTags(byte[] body) {
        List<String> tags = tags(body);
        List<Upload> uploads = documents.labelled(caller.tenant(), tags);
        int deleted = uploads.stream()
                .mapToInt(upload -> documents.remove(caller.tenant(), upload, true))
                .sum();
        return new RemovedByTags(
                "success",
                tags,
                deleted,
                uploads.stream().map(Upload::id).toList(),
                uploads.size() + " documents removed, " + deleted + " memories deleted");
    }

    @GET
    @Path("/search-content/{upload_id}")
    @Operation(summary = "Read the memories of an upload, in the order of the document")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "1000"))
    @APIResponseSchema(DocumentContent.class)
    @APIResponse(responseCode = "404", ref = "Refusal")
    @APIResponse(responseCode = "422", ref = "InvalidInput")
    public DocumentContent content(@PathParam("upload_id") String id, @Context UriInfo uri) {
        Input query = Input.ofQuery(json, uri.getQueryParameters());
        int limit = query.integer("limit", 1, MOST_CHUNKS_SHOWN).orElse(MOST_CHUNKS_SHOWN);
        query.check();
        Upload upload = documents.status(caller.tenant(), id);
        MemoryPage found = documents.memories(caller.tenant(), upload, limit);
        return new DocumentContent(
                "success",
                upload.id(),
                upload.filename(),
                found.total(),
                found.memories().stream().map(ChunkView::of).toList());
    }

    private Accepted take(RoutingContext request, String field, int mostFiles) {
        ReceivedForm form = ReceivedForm.of(request);
        form.refusal().ifPresent(refusal -> {
            throw refusal;
        });
        UploadForm.Parsed wanted = UploadForm.read(
                Input.ofForm(json, form.values()), field, form.files().size());
        if (form.files().size() > mostFiles) {
            throw new RefusedException(
                    RefusedException.Reason.BAD_VALUE,
                    form.files().size() + " files came, and one is taken here: use /api/documents/batch-upload");
        }
        Space space = stores.forWriting(caller.tenant(), wanted.store());
        List<ReceivedFile> taken = form.take(request);
        Upload upload = documents.take(space, taken, wanted.labels(), wanted.chunking());
        return new Accepted(
                upload.id(),
                "queued",
                taken.size() == 1
                        ? "Document " + upload.filename() + " queued for processing"
                        : "Batch of " + taken.size() + " documents queued for processing");
    }

    private List<String> tags(byte[] body) {
        List<String> tags;
        try {
            tags = json.readValue(body, STRINGS);
        } catch (JsonProcessingException e) {
            throw noTags("json_invalid", "Input should be a JSON list of strings");
        } catch (IOException e) {
            throw noTags("json_invalid", "The body could not be read");
        }
        if (tags == null || tags.stream().noneMatch(tag -> tag != null && !tag.isBlank())) {
            throw noTags("too_short", "Input should have at least one tag");
        }
        return tags.stream()
                .filter(tag -> tag != null && !tag.isBlank())
                .map(String::strip)
                .toList();
    }

    private static InvalidInputException noTags(String type, String message) {
        return new InvalidInputException(List.of(new InvalidValue(type, List.of("body"), message, Map.of())));
    }
}
