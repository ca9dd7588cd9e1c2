package dev.memoryservice.server.oauth.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.SecretDigest;
import dev.memoryservice.server.auth.User;
import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.state.Kind;
import dev.memoryservice.server.oauth.state.Table;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every client there is, however the server knows it. */
@Singleton
public final class Clients {

    /** So long a registration waits for the first user who lets the client in; most never come back. */
    private static final Duration UNUSED = Duration.ofDays(1);

    /** So long a client stays that nobody has let in again. */
    private static final Duration USED = Duration.ofDays(90);

    private static final Duration RENEWED_EVERY = Duration.ofDays(1);

    private final Users users;
    private final Table<Registered> registered;
    private final MetadataDocuments documents;
    private final OAuthSettings settings;
    private final Clock clock;

    Clients(
            Users users,
            MemoryStore store,
            MetadataDocuments documents,
            OAuthSettings settings,
            ObjectMapper json,
            Clock clock) {
        this.users = users;
        this.registered = new Table<>(store.oauth(), Kind.CLIENT, Registered.class, json, clock);
        this.documents = documents;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The client with this id.
     *
     * @throws dev.memoryservice.server.oauth.http.OAuthException when the id is the address of a description that cannot
     *     be used, with the reason
     */
    public Optional<Client> find(String id) {
        Optional<Client> ofUser = users.all().stream()
                .filter(user -> !user.suspended()
                        && user.oauth()
                                .filter(client -> client.clientId().equals(id))
                                .isPresent())
                .findFirst()
                .map(Clients::ofUser);
        return ofUser.or(() -> registered.find(id).map(row -> ofRegistration(row.id(), row.value())))
                .or(() -> settings.values().clientMetadataDocuments() && MetadataDocuments.isAddress(id)
                        ? Optional.of(documents.read(id))
                        : Optional.empty());
    }

    /** Keeps a client that registers itself. */
    void register(String id, Registered client) {
        registered.put(new Table.Row<>(id, "", clock.instant().plus(UNUSED), client));
    }

    /** Notes that a user has let the client in or that it has got a token, so that it is kept. */
    public void used(Client client) {
        Instant end = clock.instant().plus(USED);
        if (client.origin() == Client.Origin.REGISTERED
                && registered
                        .find(client.id())
                        .filter(row -> row.expires().plus(RENEWED_EVERY).isBefore(end))
                        .isPresent()) {
            registered.update(client.id(), row -> row.with(row.value(), end));
        }
    }

    private static Client ofUser(User user) {
        User.OAuthClient client = user.oauth().orElseThrow();
        return new Client(
                client.clientId(),
                user.name(),
                client.secrets(),
                client.redirectUris(),
                Optional.of(user.name()),
                Client.Origin.USER);
    }

    private static Client ofRegistration(String id, Registered client) {
        return new Client(
                id,
                client.name(),
                client.secretSha256().isEmpty() ? List.of() : List.of(SecretDigest.ofHex(client.secretSha256())),
                client.redirectUris(),
                Optional.empty(),
                Client.Origin.REGISTERED);
    }
}
