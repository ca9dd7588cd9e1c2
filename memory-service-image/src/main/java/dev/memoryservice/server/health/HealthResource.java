package dev.memoryservice.server.health;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.CurrentCaller;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Health on port 8000. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "health")
public class HealthResource {

    private final DetailedHealth health;
    private final CurrentCaller caller;

    HealthResource(DetailedHealth health, CurrentCaller caller) {
        this.health = health;
        this.caller = caller;
    }

    @Schema(name = "Health")
    record Health(String status) {}

    /**
     * The embedding model.
     *
     * @param embeddingModel the name of the model that makes the vectors
     */
    @Schema(name = "Model")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Model(String embeddingModel, int embeddingDimension, String backend) {}

    /**
     * Whether memories are copied to another store. They are not: there is one store.
     *
     * @param syncSupported false: nothing is ever out of step
     */
    @Schema(name = "SyncStatus")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Sync(boolean syncSupported, SyncProgress status) {}

    @Schema(name = "SyncProgress")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record SyncProgress(boolean inProgress, long total, long completed, boolean finished, double progressPercentage) {}

    @GET
    @Path("/api/health/sync-status")
    @NonBlocking
    @Operation(summary = "See whether memories are copied to another store")
    @APIResponseSchema(Sync.class)
    @APIResponse(responseCode = "401", ref = "NoKey")
    @APIResponse(responseCode = "403", ref = "WrongKey")
    public Sync sync() {
        return new Sync(false, new SyncProgress(false, 0, 0, false, 0));
    }

    @GET
    @Path("/health")
    @NonBlocking
    @Operation(summary = "See that the server is there, as older clients ask", description = "Open to everybody.")
    @SecurityRequirementsSet
    public Health olderHealth() {
        return health();
    }

    @GET
    @Path("/api/health")
    @NonBlocking
    @Operation(summary = "See that the server is there", description = "Open to everybody.")
    @SecurityRequirementsSet
    public Health health() {
        return new Health("healthy");
    }

    @GET
    @Path("/mcp/health")
    @NonBlocking
    @Operation(summary = "See that the MCP server is there", description = "Open to everybody.")
    @SecurityRequirementsSet
    public Map<String, String> mcpHealth() {
        return Map.of();
    }

    @GET
    @Path("/api/health/detailed")
    @Blocking
    @Operation(summary = "See every part of the server")
    @APIResponseSchema(HealthReport.class)
    @APIResponse(responseCode = "401", ref = "NoKey")
    @APIResponse(responseCode = "403", ref = "WrongKey")
    public HealthReport detailed() {
        return health.report(caller.tenant());
    }

    @GET
    @Path("/api/health/model")
    @Blocking
    @Operation(summary = "See which embedding model is used")
    @APIResponseSchema(Model.class)
    @APIResponse(responseCode = "401", ref = "NoKey")
    @APIResponse(responseCode = "403", ref = "WrongKey")
    public Model model() {
        return health.model();
    }
}
