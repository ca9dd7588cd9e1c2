package dev.memoryservice.server.admin;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.Administrators;
import dev.memoryservice.server.auth.ApiKeyAuthenticator;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.auth.LastUses;
import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.auth.User;
import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.memory.Space;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The keys that open the server, never what they are. */
@Path("/api/admin/keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "administration")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
public class KeysResource {

    private static final List<String> EVERY_SCOPE =
            Arrays.stream(Scope.values()).map(Scope::word).toList();

    private final ApiKeyAuthenticator keys;
    private final Users users;
    private final Administrators administrators;
    private final LastUses uses;

    KeysResource(ApiKeyAuthenticator keys, Users users, Administrators administrators, LastUses uses) {
        this.keys = keys;
        this.users = users;
        this.administrators = administrators;
        this.uses = uses;
    }

    @Schema(name = "AdministeredKey")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Entry(
            @Schema(description = "Of the key, or of the user whose key it is")
            String name,

            String tenant,
            List<String> scopes,
            boolean ofUser,

            @Schema(description = "The first digits of the key's SHA-256, of a user's key")
            Optional<String> fingerprint,

            Optional<String> expiresAt,
            boolean usable,

            @Schema(description = "Since the server started; null for never")
            Optional<String> lastUsedAt) {}

    @Schema(name = "AdministeredKeys")
    record Entries(List<Entry> keys) {}

    @GET
    @Operation(summary = "List the keys: names, scopes, expiry, last use; never the key")
    @APIResponseSchema(Entries.class)
    public Entries list() {
        Stream<Entry> ofNobody = keys.names().stream()
                .map(name -> new Entry(
                        name,
                        Space.DEFAULT_TENANT,
                        EVERY_SCOPE,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        uses.ofApiKey(name).map(Instant::toString)));
        Instant now = Instant.now();
        return new Entries(Stream.of(ofNobody, of(administrators.all(), false, now), of(users.all(), true, now))
                .flatMap(entries -> entries)
                .toList());
    }

    private Stream<Entry> of(Collection<User> owners, boolean users, Instant now) {
        return owners.stream().sorted(Comparator.comparing(User::name)).flatMap(owner -> owner.keys().stream()
                .map(key -> entry(owner, key, users, now)));
    }

    private Entry entry(User user, User.Key key, boolean ofUser, Instant now) {
        return new Entry(
                user.name(),
                user.tenant(),
                user.caller(Caller.Credential.USER_KEY).scopeWords(),
                ofUser,
                Optional.of(key.fingerprint()),
                key.notAfter().map(Instant::toString),
                !user.suspended() && !key.expired(now),
                uses.of(key).map(Instant::toString));
    }
}
