package dev.memoryservice.operator.backup;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The MemoryBackups of each MemoryService, from the cache of their own controller. */
@Singleton
public class BackupRegistry {

    private static final String BY_SERVICE = "by-service";

    private volatile Optional<IndexerResourceCache<MemoryBackup>> backups = Optional.empty();
    private volatile boolean complete;

    /** Takes the cache of the controller. */
    public void attach(EventSourceContext<MemoryBackup> context) {
        IndexerResourceCache<MemoryBackup> cache = context.getPrimaryCache();
        cache.addIndexers(Map.of(BY_SERVICE, backup -> List.of(key(service(backup)))));
        backups = Optional.of(cache);
    }

    /** The cache has been filled. */
    public void markComplete() {
        complete = true;
    }

    /** Whether every MemoryBackup is known; before that nothing may be concluded from one that is not. */
    boolean isComplete() {
        return complete;
    }

    /** Every MemoryBackup that names the MemoryService. */
    List<MemoryBackup> backupsOf(ResourceID service) {
        return backups.map(cache -> cache.byIndex(BY_SERVICE, key(service))).orElse(List.of());
    }

    /** The MemoryService that the MemoryBackup names. */
    public static ResourceID service(MemoryBackup backup) {
        return new ResourceID(
                backup.getSpec().serviceRef().name(), backup.getMetadata().getNamespace());
    }

    /** Id of the backup that the MemoryBackup stands for. */
    public static String id(MemoryBackup backup) {
        return backup.getSpec()
                .givenBackupId()
                .or(() -> Optional.ofNullable(backup.reported().backupId()))
                .orElseGet(() -> OperationId.of(backup));
    }

    private static String key(ResourceID service) {
        return service.getNamespace().orElse("") + "/" + service.getName();
    }
}
