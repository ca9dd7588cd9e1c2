package dev.memoryservice.operator.monitoring;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.OptionalKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Whether the cluster has the API of the Prometheus Operator. */
@Singleton
public class PrometheusOperator {

    /** What becomes of a MemoryService that asks to be monitored. */
    public enum State {
        /** Prometheus is told of it. */
        TOLD,
        /** The cluster does not know the kinds by which Prometheus is told. */
        MISSING
    }

    private final OptionalKind kind;

    PrometheusOperator(KubernetesClient client) {
        kind = new OptionalKind(
                () -> client.supports(ServiceMonitor.class) && client.supports(PrometheusRule.class),
                Clock.systemUTC());
    }

    public boolean isInstalled() {
        return kind.isInstalled();
    }

    /** The state of a resource; empty when it does not ask for anything. */
    public Optional<State> of(MemoryService service) {
        return service.declared().monitoring().serviceMonitor().enabled()
                ? Optional.of(isInstalled() ? State.TOLD : State.MISSING)
                : Optional.empty();
    }
}
