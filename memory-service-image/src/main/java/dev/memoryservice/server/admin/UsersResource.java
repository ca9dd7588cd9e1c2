package dev.memoryservice.server.admin;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.LastUses;
import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.auth.User;
import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.memory.MemoryStore;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The users that the server knows. */
@Path("/api/admin/users")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "administration")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "503", ref = "Busy")
public class UsersResource {

    private final Users users;
    private final LastUses uses;
    private final MemoryStore store;

    UsersResource(Users users, LastUses uses, MemoryStore store) {
        this.users = users;
        this.uses = uses;
        this.store = store;
    }

    @Schema(name = "AdministeredUser")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Entry(
            String name,
            String tenant,

            @Schema(description = "How many memories the tenant has")
            long memories,

            @Schema(description = "Since the server started; null for never")
            Optional<String> lastUsedAt,

            List<String> scopes,
            boolean suspended,

            @Schema(description = "SHA-256 of the user's file as it was last loaded")
            String revision) {}

    @Schema(name = "AdministeredUsers")
    record Entries(List<Entry> users) {}

    @GET
    @Operation(summary = "List the users, with their memories and last use")
    @APIResponseSchema(Entries.class)
    public Entries list() {
        Map<String, Long> memories = store.tenants();
        return new Entries(users.all().stream()
                .sorted(Comparator.comparing(User::name))
                .map(user -> new Entry(
                        user.name(),
                        user.tenant(),
                        memories.getOrDefault(user.tenant(), 0L),
                        uses.ofUser(user.name()).map(Instant::toString),
                        user.scopes().stream().sorted().map(Scope::word).toList(),
                        user.suspended(),
                        user.revision()))
                .toList());
    }
}
