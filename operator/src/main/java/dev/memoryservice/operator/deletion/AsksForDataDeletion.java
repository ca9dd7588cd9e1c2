package dev.memoryservice.operator.deletion;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.workload.DeletionPolicy;
import io.javaoperatorsdk.operator.processing.event.source.filter.GenericFilter;

/** Accepts a resource whose data is to be deleted with it, and one that has the finalizer from when it was. */
public class AsksForDataDeletion implements GenericFilter<MemoryService> {

    @Override
    public boolean accept(MemoryService service) {
        return service.declared().deletionPolicy() == DeletionPolicy.DELETE
                || service.hasFinalizer(DataDeletion.FINALIZER);
    }
}
