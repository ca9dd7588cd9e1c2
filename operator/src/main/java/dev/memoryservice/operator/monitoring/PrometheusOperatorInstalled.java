package dev.memoryservice.operator.monitoring;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;
import io.quarkus.arc.Arc;

/** The objects of the Prometheus Operator are made and watched only where its definitions exist. */
public class PrometheusOperatorInstalled implements Condition<HasMetadata, MemoryService> {

    @Override
    public boolean isMet(
            DependentResource<HasMetadata, MemoryService> dependent,
            MemoryService service,
            Context<MemoryService> context) {
        return Arc.container().instance(PrometheusOperator.class).get().isInstalled();
    }
}
