package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.crds.v1alpha1.workload.DeletionPolicy;
import io.javaoperatorsdk.operator.processing.event.source.filter.GenericFilter;

/** Accepts a user whose memories are to be erased with it, and one that has the finalizer from when they were. */
public class AsksForErasure implements GenericFilter<MemoryUser> {

    @Override
    public boolean accept(MemoryUser user) {
        return user.getSpec().deletionPolicy() == DeletionPolicy.DELETE || user.hasFinalizer(MemoryErasure.FINALIZER);
    }
}
