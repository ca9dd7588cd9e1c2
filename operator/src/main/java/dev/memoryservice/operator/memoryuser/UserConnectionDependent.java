package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.operator.credential.Credential;
import dev.memoryservice.operator.dependent.AppliedDependent;
import dev.memoryservice.operator.event.Events;
import dev.memoryservice.operator.server.ClientConfiguration;
import dev.memoryservice.operator.server.SecretData;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.GarbageCollected;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Secret with everything that a client of the user needs. The credentials live here and nowhere else. */
@Singleton
public class UserConnectionDependent extends AppliedDependent<Secret, MemoryUser>
        implements GarbageCollected<MemoryUser> {

    private static final String USER = "user";
    private static final String API_KEY = "api-key";
    private static final String CLIENT_ID = "client-id";
    private static final String CLIENT_SECRET = "client-secret";
    private static final String PASSWORD = "password";
    private static final String MCP_JSON = "mcp.json";
    private static final String MCP_STDIO_JSON = "mcp-stdio.json";

    /** Every entry that a user may have. */
    private static final Set<String> ENTRIES = Stream.concat(
                    ServiceState.FOR_EVERYONE.stream(),
                    Stream.of(
                            USER,
                            API_KEY,
                            CLIENT_ID,
                            CLIENT_SECRET,
                            PASSWORD,
                            MCP_JSON,
                            MCP_STDIO_JSON,
                            Credentials.ENTRY))
            .collect(Collectors.toUnmodifiableSet());

    private final ServiceStates states;
    private final LoadedUsers loaded;
    private final Events events;
    private final Clock clock;

    UserConnectionDependent(ServiceStates states, LoadedUsers loaded, Events events, Clock clock) {
        super(Secret.class);
        this.states = states;
        this.loaded = loaded;
        this.events = events;
        this.clock = clock;
    }

    @Override
    protected String name(MemoryUser user) {
        return UserNames.connection(user);
    }

    @Override
    protected Map<String, String> labels(MemoryUser user) {
        return UserLabels.of(user);
    }

    @Override
    protected Secret desired(MemoryUser user, Context<MemoryUser> context) {
        Optional<Credentials> before =
                getSecondaryResource(user, context).flatMap(secret -> Credentials.of(secret, user));
        Credentials credentials = Credentials.advance(
                before,
                user,
                clock.instant(),
                before.filter(known -> isAccepted(known, user)).isPresent());
        ServiceState service = states.of(user).orElseThrow();
        return manifest(user, service, credentials);
    }

    private boolean isAccepted(Credentials credentials, MemoryUser user) {
        return loaded.isLoaded(user, UserFile.of(user, credentials).revision()).orElse(false);
    }

    Secret manifest(MemoryUser user, ServiceState service, Credentials credentials) {
        String name = user.getMetadata().getName();
        Optional<String> key = credentials.givenApiKey().map(Credential::value);
        Map<String, String> entries = new TreeMap<>(service.connection());
        entries.put(USER, name);
        entries.put(Credentials.ENTRY, credentials.json());
        service.entry(ServiceState.MCP_URL)
                .ifPresent(url -> entries.put(MCP_JSON, ClientConfiguration.http(name, url, key)));
        key.ifPresent(value -> {
            entries.put(API_KEY, value);
            service.entry(ServiceState.URL)
                    .ifPresent(url -> entries.put(
                            MCP_STDIO_JSON,
                            ClientConfiguration.stdio(
                                    name,
                                    url,
                                    service.image(),
                                    service.entry(ServiceState.AUTHORITY).isPresent())));
        });
        credentials.givenClientSecret().ifPresent(secret -> {
            entries.put(CLIENT_ID, name);
            entries.put(CLIENT_SECRET, secret.value());
        });
        credentials.givenPassword().ifPresent(password -> entries.put(PASSWORD, password.value()));
        return new SecretBuilder()
                .withMetadata(metadata(user))
                .withType("Opaque")
                .withData(SecretData.of(entries))
                .build();
    }

    /** By what is in it: the record of who set which field, by which the SDK compares, is not kept. */
    @Override
    public Result<Secret> match(Secret actual, Secret desired, MemoryUser user, Context<MemoryUser> context) {
        addMetadata(true, actual, desired, user, context);
        Map<String, String> data = new TreeMap<>(Objects.requireNonNullElse(actual.getData(), Map.of()));
        // What somebody else has added is left alone, and an entry that a user has no more is taken away.
        data.keySet().retainAll(ENTRIES);
        boolean same = data.equals(desired.getData())
                && UserLabels.belongsTo(actual, user)
                && actual.getMetadata()
                        .getOwnerReferences()
                        .containsAll(desired.getMetadata().getOwnerReferences());
        return Result.computed(same, desired);
    }

    /** Only onto the version that the credentials were read from: those of another moment must not come back. */
    @Override
    public Secret update(Secret actual, Secret desired, MemoryUser user, Context<MemoryUser> context) {
        desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
        Secret updated = super.update(actual, desired, user, context);
        Optional<Credentials> before = Credentials.of(actual, user);
        if (before.isPresent()
                && !before.map(Credentials::issued)
                        .equals(Credentials.of(updated, user).map(Credentials::issued))) {
            events.tell(
                    user,
                    "Rotation",
                    "CredentialsRotated",
                    "the credentials were replaced in the Secret \"%s\"; those before end in %s"
                            .formatted(
                                    name(user),
                                    Credentials.rotation(user, clock.instant()).overlapText()),
                    false);
        }
        return updated;
    }
}
