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
import java.util.Optional;
import java.util.TreeMap;

/** The Secret with everything that a client of the user needs. The credentials live here and nowhere else. */
@Singleton
public class UserConnectionDependent extends AppliedDependent<Secret, MemoryUser>
        implements GarbageCollected<MemoryUser> {

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
        Optional<Credentials> before = getSecondaryResource(user, context).flatMap(Credentials::of);
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
        entries.put("user", name);
        entries.put(Credentials.ENTRY, credentials.json());
        service.entry(ServiceState.MCP_URL)
                .ifPresent(url -> entries.put("mcp.json", ClientConfiguration.http(name, url, key)));
        key.ifPresent(value -> {
            entries.put("api-key", value);
            service.entry(ServiceState.URL)
                    .ifPresent(url -> entries.put(
                            "mcp-stdio.json",
                            ClientConfiguration.stdio(
                                    name,
                                    url,
                                    service.image(),
                                    service.entry(ServiceState.AUTHORITY).isPresent())));
        });
        credentials.givenClientSecret().ifPresent(secret -> {
            entries.put("client-id", name);
            entries.put("client-secret", secret.value());
        });
        credentials.givenPassword().ifPresent(password -> entries.put("password", password.value()));
        return new SecretBuilder()
                .withMetadata(metadata(user))
                .withType("Opaque")
                .withData(SecretData.of(entries))
                .build();
    }

    /** Only onto the version that the credentials were read from: those of another moment must not come back. */
    @Override
    public Secret update(Secret actual, Secret desired, MemoryUser user, Context<MemoryUser> context) {
        desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
        Secret updated = super.update(actual, desired, user, context);
        Optional<Credentials> before = Credentials.of(actual);
        if (before.isPresent()
                && !before.map(Credentials::issued)
                        .equals(Credentials.of(updated).map(Credentials::issued))) {
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
