package dev.memoryservice.operator.memorybackup;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.crds.v1alpha1.workload.DeletionPolicy;
import io.javaoperatorsdk.operator.processing.event.source.filter.GenericFilter;

/** Accepts a MemoryBackup whose backup is to be deleted with it, and one that has the finalizer from when it was. */
public class AsksForDeletion implements GenericFilter<MemoryBackup> {

    @Override
    public boolean accept(MemoryBackup backup) {
        return backup.getSpec().deletionPolicy() == DeletionPolicy.DELETE
                || backup.hasFinalizer(BackupDeletion.FINALIZER);
    }
}
