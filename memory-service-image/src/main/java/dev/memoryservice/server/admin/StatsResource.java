package dev.memoryservice.server.admin;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.ApiKeyAuthenticator;
import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.events.EventStreams;
import dev.memoryservice.server.mcp.legacy.SessionOwners;
import dev.memoryservice.server.memory.MemoryStore;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Figures of the whole server, all tenants together. */
@Path("/admin/stats")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "administration")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "503", ref = "Busy")
public class StatsResource {

    private static final double MILLIS_PER_SECOND = 1000;

    private final MemoryStore store;
    private final Users users;
    private final ApiKeyAuthenticator keys;
    private final SessionOwners sessions;
    private final EventStreams streams;
    private final String version;

    StatsResource(
            MemoryStore store,
            Users users,
            ApiKeyAuthenticator keys,
            SessionOwners sessions,
            EventStreams streams,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.store = store;
        this.users = users;
        this.keys = keys;
        this.sessions = sessions;
        this.streams = streams;
        this.version = version;
    }

    @Schema(name = "ServerStatistics")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Statistics(
            String version,
            double uptimeSeconds,
            String backend,
            long totalMemories,
            long storageBytes,
            int tenants,
            int users,

            @Schema(description = "Keys that belong to no user")
            int apiKeys,

            int activeSessions,
            int eventStreams) {}

    @GET
    @Operation(summary = "See figures of the whole server")
    @APIResponseSchema(Statistics.class)
    public Statistics statistics() {
        Map<String, Long> tenants = store.tenants();
        return new Statistics(
                version,
                ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS_PER_SECOND,
                store.backend(),
                tenants.values().stream().mapToLong(Long::longValue).sum(),
                store.sizeBytes(),
                tenants.size(),
                users.all().size(),
                keys.names().size(),
                sessions.sessions().size(),
                streams.open());
    }
}
