package dev.memoryservice.operator.monitoring;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import dev.memoryservice.operator.credential.RandomKey;
import dev.memoryservice.operator.dependent.OwnedDependent;
import dev.memoryservice.operator.dependent.Presence;
import dev.memoryservice.operator.server.SecretData;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * The Secret with the token by which Prometheus reads the metrics, and nothing else. Deleted, it is made anew: that is how
 * the token is rotated.
 */
@Singleton
public class MetricsTokenDependent extends OwnedDependent<Secret> {

    static final String ENTRY = "token";

    MetricsTokenDependent() {
        super(Secret.class);
    }

    /** Whether the server asks for a token at all. */
    static boolean isNeeded(MemoryService service) {
        return service.declared().monitoring().serviceMonitor().enabled()
                && !service.declared().auth().accepts(AuthMode.NONE);
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.metricsToken(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return Presence.of(isNeeded(service));
    }

    @Override
    protected Secret desired(MemoryService service, Context<MemoryService> context) {
        String token = getSecondaryResource(service, context)
                .flatMap(secret -> SecretData.entry(secret, ENTRY))
                .filter(found -> !found.isBlank())
                .orElseGet(RandomKey::generate);
        return new SecretBuilder()
                .withMetadata(metadata(service))
                .withType("Opaque")
                .withData(SecretData.of(Map.of(ENTRY, token)))
                .build();
    }

    /** Only onto the version that was read: a token changed in this very moment must win. */
    @Override
    public Secret update(Secret actual, Secret desired, MemoryService service, Context<MemoryService> context) {
        desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
        return super.update(actual, desired, service, context);
    }
}
