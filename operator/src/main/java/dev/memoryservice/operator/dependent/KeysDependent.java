package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import dev.memoryservice.operator.server.KeyRing;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The Secret with the generated API key.
 *
 * <p>Made once; while it holds any key it is not made anew, so whoever changes a key in it, adds or removes one, is not
 * fought. Absent while the user keeps the keys elsewhere or asks for none.
 */
@Singleton
public class KeysDependent extends OwnedDependent<Secret> {

    public KeysDependent() {
        super(Secret.class);
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

    @Override
    protected Secret desired(MemoryService service, Context<MemoryService> context) {
        return manifest(service, getSecondaryResource(service, context));
    }

    /** The Secret with the key that it has, or with a new one. */
    Secret manifest(MemoryService service, Optional<Secret> existing) {
        KeyRing keys = existing.map(KeyRing::of).filter(ring -> !ring.isEmpty()).orElseGet(KeyRing::generate);
        SecretBuilder secret =
                new SecretBuilder().withMetadata(metadata(service)).withType("Opaque");
        Optional.ofNullable(keys.keys().get(KeyRing.DEFAULT_NAME))
                .ifPresent(key -> secret.withData(Map.of(KeyRing.DEFAULT_NAME, encode(key))));
        return secret.build();
    }

    private static String encode(String key) {
        return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /** Only onto the version that the key was read from: a key changed in this very moment must win. */
    @Override
    public Secret update(Secret actual, Secret desired, MemoryService service, Context<MemoryService> context) {
        desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
        return super.update(actual, desired, service, context);
    }
}
