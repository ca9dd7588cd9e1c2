package dev.memoryservice.operator.tls;

import dev.memoryservice.operator.server.OptionalKind;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/** Whether the cluster has cert-manager's API. */
@Singleton
public class CertManager {

    private final OptionalKind kind;

    @Inject
    CertManager(KubernetesClient client) {
        this(() -> client.supports(Certificate.class), Clock.systemUTC());
    }

    CertManager(BooleanSupplier question, Clock clock) {
        kind = new OptionalKind(question, clock);
    }

    public boolean isInstalled() {
        return kind.isInstalled();
    }
}
