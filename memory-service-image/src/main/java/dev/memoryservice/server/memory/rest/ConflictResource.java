package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.memory.Conflicts;
import dev.memoryservice.server.memory.Contradiction;
import dev.memoryservice.server.memory.ContradictionPage;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.RefusedException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
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

/** {@code /api/conflicts}: memories that seem to contradict each other. */
@Path("/api/conflicts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Blocking
@Tag(name = "conflicts")
@APIResponse(responseCode = "400", ref = "Refusal")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "422", ref = "InvalidInput")
@APIResponse(responseCode = "503", ref = "Busy")
public class ConflictResource {

    private static final int MOST = 100;

    private final Conflicts conflicts;
    private final Stores stores;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    ConflictResource(Conflicts conflicts, Stores stores, CurrentCaller caller, ObjectMapper json) {
        this.conflicts = conflicts;
        this.stores = stores;
        this.caller = caller;
        this.json = json;
    }

    @Schema(name = "Conflict")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record ConflictView(
            MemoryView newer,
            MemoryView older,

            @Schema(description = "The cosine of the two vectors")
            double similarity,

            @Schema(description = "The share of words that differ")
            double divergence,

            double detectedAt,
            String detectedAtIso) {

        static ConflictView of(Contradiction contradiction) {
            return new ConflictView(
                    MemoryView.of(contradiction.newer()),
                    MemoryView.of(contradiction.older()),
                    contradiction.cosine(),
                    contradiction.divergence(),
                    MemoryView.seconds(contradiction.foundAt()),
                    contradiction.foundAt().toString());
        }
    }

    @Schema(name = "ConflictList")
    record ConflictList(List<ConflictView> conflicts, long total) {}

    @Schema(
            name = "ResolveRequest",
            requiredProperties = {"winner_hash", "loser_hash"})
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record ResolveRequest(
            @Schema(description = "The memory that stays") String winnerHash,

            @Schema(description = "The memory that is deleted")
            String loserHash,

            @Schema(defaultValue = "false", description = "Keep the loser too: the two do not contradict each other")
            boolean keepBoth,

            @Schema(defaultValue = "default") String store) {}

    @Schema(name = "ResolveResponse")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record ResolveResponse(boolean success, String message, String winnerHash, String loserHash) {}

    @GET
    @Operation(
            summary = "List the memories that seem to contradict each other, the last found first",
            description = "Found when the newer one was stored. Both carry the tag conflict:unresolved.")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "100"))
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(ConflictList.class)
    public ConflictList list(@Context UriInfo uri) {
        Input query = Input.ofQuery(json, uri.getQueryParameters());
        int most = query.integer("limit", 1, MOST).orElse(MOST);
        Optional<String> store = query.text("store");
        query.check();
        ContradictionPage page = conflicts.unresolved(stores.forReading(caller.tenant(), store), most);
        return new ConflictList(
                page.contradictions().stream().map(ConflictView::of).toList(), page.total());
    }

    @POST
    @Path("/resolve")
    @Operation(summary = "Decide which of two memories stays", description = "The other one is deleted.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ResolveRequest.class)))
    @APIResponseSchema(value = ResolveResponse.class, responseCode = "200")
    @APIResponse(responseCode = "404", ref = "Refusal")
    public ResolveResponse resolve(byte[] body) {
        Input input = Input.ofBody(json, body);
        String winner = input.requiredText("winner_hash").toLowerCase(Locale.ROOT);
        String loser = input.requiredText("loser_hash").toLowerCase(Locale.ROOT);
        boolean keepBoth = input.flag("keep_both", false);
        Optional<String> store = input.text("store");
        input.check();
        if (!conflicts.resolve(stores.forWriting(caller.tenant(), store), winner, loser, keepBoth)) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_FOUND,
                    "There is no unresolved conflict between " + winner + " and " + loser
                            + ": take both hashes from GET /api/conflicts");
        }
        String message = keepBoth
                ? "Conflict resolved: both memories are kept"
                : "Conflict resolved: " + winner + " is kept, " + loser + " is deleted";
        return new ResolveResponse(true, message, winner, loser);
    }
}
