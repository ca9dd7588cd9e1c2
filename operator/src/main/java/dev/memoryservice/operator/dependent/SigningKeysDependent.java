package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.oauth.SigningKeyRotation;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;

/** The Secret with the keys by which the server's own authorization server signs tokens; the server's Pod mounts it. */
@Singleton
public class SigningKeysDependent extends OwnedDependent<Secret> {

    private final SigningKeyRotation rotation;

    SigningKeysDependent(SigningKeyRotation rotation) {
        super(Secret.class);
        this.rotation = rotation;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.signingKeys(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return Presence.of(service.declared().auth().grantsTokens());
    }

    @Override
    protected Secret desired(MemoryService service, Context<MemoryService> context) {
        return rotation.secret(service, metadata(service), getSecondaryResource(service, context));
    }

    /** Only onto the version that was read, so that two operators never make two keys. */
    @Override
    public Secret update(Secret actual, Secret desired, MemoryService service, Context<MemoryService> context) {
        desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
        return super.update(actual, desired, service, context);
    }
}
