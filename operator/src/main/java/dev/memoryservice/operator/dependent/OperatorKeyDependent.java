package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import dev.memoryservice.operator.credential.OperatorKey;
import dev.memoryservice.operator.credential.Rotation;
import dev.memoryservice.operator.server.SecretData;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.verification.VerificationSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The Secret with the key by which the operator administrates the server. A changed entry is set right. */
@Singleton
public class OperatorKeyDependent extends OwnedDependent<Secret> {

    private final VerificationSource verifications;
    private final Clock clock;

    OperatorKeyDependent(VerificationSource verifications, Clock clock) {
        super(Secret.class);
        this.verifications = verifications;
        this.clock = clock;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.operatorKey(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return Presence.of(!service.declared().auth().accepts(AuthMode.NONE));
    }

    @Override
    protected Secret desired(MemoryService service, Context<MemoryService> context) {
        Rotation rotation = OperatorKey.rotation(service, clock.instant());
        OperatorKey key = getSecondaryResource(service, context)
                .flatMap(OperatorKey::of)
                .map(found -> found.advance(rotation, isAccepted(found, service)))
                .orElseGet(() -> OperatorKey.generate(rotation));
        return new SecretBuilder()
                .withMetadata(metadata(service))
                .withType("Opaque")
                .withData(SecretData.of(key.entries()))
                .build();
    }

    private boolean isAccepted(OperatorKey key, MemoryService service) {
        return key.next()
                .filter(next -> verifications.accepts(ResourceID.fromResource(service), next))
                .isPresent();
    }

    /** Only onto the version that the key was read from: one of another moment must not come back. */
    @Override
    public Secret update(Secret actual, Secret desired, MemoryService service, Context<MemoryService> context) {
        desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
        return super.update(actual, desired, service, context);
    }
}
