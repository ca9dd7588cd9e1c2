package dev.memoryservice.operator.memorybackup;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.operator.backup.BackupRegistry;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import jakarta.inject.Singleton;
import java.util.Set;

/** Says when every MemoryBackup is known: it is started after their cache has been filled. */
@Singleton
class RegistryCompletion extends AbstractEventSource<BackupRegistry, MemoryBackup> {

    private final BackupRegistry registry;

    RegistryCompletion(BackupRegistry registry) {
        super(BackupRegistry.class, "backup-registry-completion");
        this.registry = registry;
    }

    @Override
    public void start() {
        super.start();
        registry.markComplete();
    }

    @Override
    public Set<BackupRegistry> getSecondaryResources(MemoryBackup backup) {
        return Set.of();
    }
}
