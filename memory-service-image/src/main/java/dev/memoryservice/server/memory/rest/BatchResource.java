package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.memory.BatchResult;
import dev.memoryservice.server.memory.MemoryBatches;
import dev.memoryservice.server.memory.NewMemory;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.InvalidInputException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/memories/batch}: many memories in one request. */
@Path("/api/memories/batch")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Blocking
@Tag(name = "memories")
@APIResponse(responseCode = "400", ref = "Refusal")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "413", ref = "TooLarge")
@APIResponse(responseCode = "422", ref = "InvalidInput")
@APIResponse(responseCode = "503", ref = "Busy")
public class BatchResource {

    private static final int MOST = 1_000;

    private final MemoryBatches batches;
    private final Stores stores;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    BatchResource(MemoryBatches batches, Stores stores, CurrentCaller caller, ObjectMapper json) {
        this.batches = batches;
        this.stores = stores;
        this.caller = caller;
        this.json = json;
    }

    @Schema(name = "BatchRequest", requiredProperties = "memories")
    record BatchRequest(
            @Schema(minItems = 1, maxItems = MOST, description = "As for POST /api/memories, but for store")
            List<StoreRequest> memories,

            @Schema(defaultValue = "default") String store) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @Schema(name = "BatchItem")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record BatchItem(
            @Schema(description = "The place in the request, from 0")
            int index,

            @Schema(description = "False for a duplicate, and for what was refused")
            boolean success,

            String message,

            @Schema(description = "Of the stored memory, or of the one that was there before; absent when refused")
            Optional<String> contentHash,

            @Schema(description = "Memories that this one may contradict; absent when there are none")
            Optional<List<String>> conflictsWith) {

        static BatchItem of(int index, StoreResponse response) {
            return new BatchItem(
                    index,
                    response.success(),
                    response.message(),
                    Optional.of(response.contentHash()),
                    response.conflictsWith());
        }

        static BatchItem refused(int index, String why) {
            return new BatchItem(index, false, why, Optional.empty(), Optional.empty());
        }
    }

    @Schema(name = "BatchResponse")
    record BatchResponse(
            @Schema(description = "Whether every memory was stored")
            boolean success,

            String message,
            int stored,

            @Schema(description = "How many were there already, or almost")
            int duplicates,

            @Schema(description = "How many were refused") int failed,

            @Schema(description = "In the order of the request")
            List<BatchItem> results) {}

    @POST
    @Operation(
            summary = "Store many memories",
            description = "What hinders one memory does not hinder the others: each has its own result.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchRequest.class)))
    @APIResponseSchema(value = BatchResponse.class, responseCode = "200")
    public BatchResponse store(byte[] body, @Context HttpHeaders headers) {
        Input input = Input.ofBody(json, body);
        List<Input> items = input.objects("memories", MOST);
        Optional<String> store = input.text("store");
        input.check();
        Space space = stores.forWriting(caller.tenant(), store);
        List<Optional<String>> refusals = new ArrayList<>();
        List<NewMemory> memories = new ArrayList<>();
        for (Input item : items) {
            try {
                if (item.has("store")) {
                    item.reject("extra_forbidden", "store", "Name the store once, beside 'memories'");
                }
                memories.add(StoreRequest.read(item, headers).memory());
                refusals.add(Optional.empty());
            } catch (InvalidInputException e) {
                refusals.add(Optional.of(e.getMessage()));
            }
        }
        Iterator<BatchResult> results = batches.store(space, memories).iterator();
        List<BatchItem> answers = new ArrayList<>();
        for (Optional<String> refusal : refusals) {
            int index = answers.size();
            answers.add(
                    refusal.isPresent()
                            ? BatchItem.refused(index, refusal.get())
                            : switch (results.next()) {
                                case BatchResult.Done(var outcome) -> BatchItem.of(index, StoreResponse.of(outcome));
                                case BatchResult.Failed(var why) -> BatchItem.refused(index, why);
                            });
        }
        return summary(answers);
    }

    private static BatchResponse summary(List<BatchItem> answers) {
        int stored = (int) answers.stream().filter(BatchItem::success).count();
        int failed = (int)
                answers.stream().filter(item -> item.contentHash().isEmpty()).count();
        return new BatchResponse(
                stored == answers.size(),
                "Stored %d of %d memories".formatted(stored, answers.size()),
                stored,
                answers.size() - stored - failed,
                failed,
                answers);
    }
}
