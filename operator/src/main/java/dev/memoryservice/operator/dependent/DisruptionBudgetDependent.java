package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;

/**
 * Has drains of the node wait for a person. Absent by default: a budget for the one Pod of a server would keep every node
 * from being drained, which is worse than a server that is away for some seconds.
 */
@KubernetesDependent(informer = @Informer(labelSelector = ServerLabels.MANAGED))
@Singleton
public class DisruptionBudgetDependent extends OwnedDependent<PodDisruptionBudget> {

    DisruptionBudgetDependent() {
        super(PodDisruptionBudget.class);
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.server(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return Presence.of(!service.declared().disruption().allowed());
    }

    @Override
    protected PodDisruptionBudget desired(MemoryService service, Context<MemoryService> context) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(metadata(service))
                .withNewSpec()
                .withNewMaxUnavailable(0)
                // A server that does not answer anyway must not keep a node from being drained.
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(ServerLabels.selector(service))
                .endSelector()
                .endSpec()
                .build();
    }
}
