package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.NewMemory;
import dev.memoryservice.server.memory.Session;
import dev.memoryservice.server.memory.SessionInput;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/sessions}: a whole conversation as one memory. */
@Path("/api/sessions")
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
public class SessionResource {

    private final Memories memories;
    private final Stores stores;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    SessionResource(Memories memories, Stores stores, CurrentCaller caller, ObjectMapper json) {
        this.memories = memories;
        this.stores = stores;
        this.caller = caller;
        this.json = json;
    }

    @Schema(
            name = "Turn",
            requiredProperties = {"role", "content"})
    record TurnRequest(
            @Schema(examples = "user") String role,
            @Schema(minLength = 1) String content) {}

    @Schema(name = "SessionRequest", requiredProperties = "turns")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record SessionRequest(
            @Schema(minItems = 1, maxItems = SessionInput.MOST_TURNS)
            List<TurnRequest> turns,

            @Schema(nullable = true, description = "Made when absent")
            String sessionId,

            List<String> tags,
            Map<String, Object> metadata,
            @Schema(defaultValue = "default") String store) {}

    @Schema(name = "SessionResponse")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record SessionResponse(
            @Schema(description = "False for a duplicate") boolean success,
            String message,
            String sessionId,
            String contentHash,
            int turnCount) {}

    @POST
    @Operation(
            summary = "Store a conversation",
            description = "One memory of type session with the tag session:<id>, a line for each turn.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SessionRequest.class)))
    @APIResponseSchema(value = SessionResponse.class, responseCode = "200")
    public SessionResponse store(byte[] body, @Context HttpHeaders headers) {
        Input input = Input.ofBody(json, body);
        List<String> tags = new ArrayList<>(input.words("tags"));
        StoreRequest.agentTag(headers).ifPresent(tags::add);
        Map<String, Object> metadata = input.object("metadata");
        Optional<String> store = input.text("store");
        Session session = SessionInput.read(input);
        NewMemory memory = session.asMemory(tags, metadata);
        StoreResponse response = StoreResponse.of(memories.store(stores.forWriting(caller.tenant(), store), memory));
        return new SessionResponse(
                response.success(),
                response.success() ? "Session stored successfully" : response.message(),
                session.id(),
                response.contentHash(),
                session.turns().size());
    }
}
