package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.dependent.GarbageCollected;

/** An object that Kubernetes deletes together with its MemoryService: everything but the volume. */
public abstract class OwnedDependent<R extends HasMetadata> extends ServerDependent<R>
        implements GarbageCollected<MemoryService> {

    protected OwnedDependent(Class<R> type) {
        super(type);
    }
}
