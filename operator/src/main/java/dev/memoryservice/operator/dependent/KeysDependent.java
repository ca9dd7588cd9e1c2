package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import dev.memoryservice.operator.credential.Rotation;
import dev.memoryservice.operator.credential.ServerKey;
import dev.memoryservice.operator.event.Events;
import dev.memoryservice.operator.server.KeyRing;
import dev.memoryservice.operator.server.SecretData;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.verification.VerificationSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The Secret with the generated API key.
 *
 * <p>While it holds any key, none is made but to replace the generated one at its time, so whoever changes a key in it,
 * adds or removes one, is not fought. Absent while the user keeps the keys elsewhere or asks for none.
 */
@Singleton
public class KeysDependent extends OwnedDependent<Secret> {

    private final VerificationSource verifications;
    private final Events events;
    private final Clock clock;

    KeysDependent(VerificationSource verifications, Events events, Clock clock) {
        super(Secret.class);
        this.verifications = verifications;
        this.events = events;
        this.clock = clock;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.generatedKeys(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return Presence.of(service.declared().auth().accepts(AuthMode.API_KEY)
                && service.declared().auth().referencedSecret().isEmpty());
    }

    /** When something happens to the key by itself next, from now. */
    public Optional<Duration> nextChange(MemoryService service, Context<MemoryService> context) {
        Rotation rotation = rotation(service);
        return getSecondaryResource(service, context)
                .flatMap(secret -> ServerKey.of(secret, rotation))
                .flatMap(key -> key.nextChange(rotation))
                .map(next -> Duration.between(rotation.now(), next).plusSeconds(1));
    }

    @Override
    protected Secret desired(MemoryService service, Context<MemoryService> context) {
        Rotation rotation = rotation(service);
        Optional<Secret> existing = getSecondaryResource(service, context);
        SecretBuilder secret =
                new SecretBuilder().withMetadata(metadata(service)).withType("Opaque");
        boolean ofOthersOnly = existing.filter(found -> !KeyRing.of(found).isEmpty())
                .filter(found -> ServerKey.of(found, rotation).isEmpty())
                .isPresent();
        if (ofOthersOnly) {
            return secret.build();
        }
        ServerKey key = existing.flatMap(found -> ServerKey.of(found, rotation))
                .map(found -> found.advance(rotation, isAccepted(found, service)))
                .orElseGet(() -> ServerKey.generate(rotation));
        return secret.editMetadata()
                .withAnnotations(key.annotations())
                .endMetadata()
                .withData(SecretData.of(key.entries()))
                .build();
    }

    private Rotation rotation(MemoryService service) {
        return Rotation.of(service, service.declared().auth().keyRotation(), clock.instant());
    }

    private boolean isAccepted(ServerKey key, MemoryService service) {
        return key.next()
                .filter(next -> verifications.accepts(ResourceID.fromResource(service), next))
                .isPresent();
    }

    /** Only onto the version that the key was read from: a key changed in this very moment must win. */
    @Override
    public Secret update(Secret actual, Secret desired, MemoryService service, Context<MemoryService> context) {
        desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
        Secret updated = super.update(actual, desired, service, context);
        Optional<String> before = SecretData.entry(actual, KeyRing.DEFAULT_NAME);
        if (before.isPresent() && !before.equals(SecretData.entry(updated, KeyRing.DEFAULT_NAME))) {
            events.tell(
                    service,
                    "Rotation",
                    "KeyRotated",
                    "the generated API key was replaced in the Secrets \"%s\" and \"%s\"; the one before ends in %s"
                            .formatted(
                                    name(service),
                                    ServerNames.connection(service),
                                    rotation(service).overlapText()),
                    false);
        }
        return updated;
    }
}
