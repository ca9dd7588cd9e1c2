package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.tls.CertManager;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;
import io.quarkus.arc.Arc;

/** cert-manager's objects are made and watched only where its definitions exist. */
public class CertManagerInstalled implements Condition<HasMetadata, MemoryService> {

    @Override
    public boolean isMet(
            DependentResource<HasMetadata, MemoryService> dependent,
            MemoryService service,
            Context<MemoryService> context) {
        return Arc.container().instance(CertManager.class).get().isInstalled();
    }
}
