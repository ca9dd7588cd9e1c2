package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

/** Turned off, the NetworkPolicy is deleted; nothing depends on it. */
public class NetworkPolicyEnabled implements Condition<NetworkPolicy, MemoryService> {

    @Override
    public boolean isMet(
            DependentResource<NetworkPolicy, MemoryService> policy,
            MemoryService service,
            Context<MemoryService> context) {
        return service.declared().network().networkPolicy().enabled();
    }
}
