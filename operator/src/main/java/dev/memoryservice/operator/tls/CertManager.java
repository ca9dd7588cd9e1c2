package dev.memoryservice.operator.tls;

import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Whether the cluster has cert-manager's API. Asked of the API server every ten seconds at most, until it has. */
@Singleton
public class CertManager {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

    private final BooleanSupplier question;
    private final Clock clock;
    private boolean installed;
    private Instant asked = Instant.EPOCH;

    @Inject
    CertManager(KubernetesClient client) {
        this(() -> client.supports(Certificate.class), Clock.systemUTC());
    }

    CertManager(BooleanSupplier question, Clock clock) {
        this.question = question;
        this.clock = clock;
    }

    /** Once true it stays so: nobody removes the definitions under running resources. */
    public synchronized boolean isInstalled() {
        Instant now = clock.instant();
        if (!installed && !now.isBefore(asked.plus(ASK_AGAIN))) {
            installed = question.getAsBoolean();
            asked = now;
        }
        return installed;
    }
}
