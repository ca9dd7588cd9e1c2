package dev.memoryservice.operator.server;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/** The keys that a server accepts, from wherever the resource keeps them. */
public final class ServerKeys {

    private ServerKeys() {}

    /** Empty where the mode needs no key, and while the Secret is missing. */
    public static Optional<KeyRing> of(MemoryService service, Context<MemoryService> context) {
        if (!service.declared().auth().accepts(AuthMode.API_KEY)) {
            return Optional.empty();
        }
        return service.declared().auth().referencedSecret().isPresent()
                ? referenced(service, context).map(ReferencedSecret::keys)
                : generated(service, context).map(KeyRing::of);
    }

    /** The Secret that the resource refers to; empty if it refers to none or there is none of that name. */
    public static Optional<ReferencedSecret> referenced(MemoryService service, Context<MemoryService> context) {
        return service.declared().auth().referencedSecret().flatMap(name -> context.getSecondaryResourcesAsStream(
                        ReferencedSecret.class)
                .filter(secret -> secret.name().equals(name))
                .findFirst());
    }

    private static Optional<Secret> generated(MemoryService service, Context<MemoryService> context) {
        return context.getSecondaryResourcesAsStream(Secret.class)
                .filter(secret -> secret.getMetadata().getName().equals(ServerNames.generatedKeys(service)))
                .findFirst();
    }
}
