package dev.memoryservice.operator.backup;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of each MemoryService's backups, told by its reconciles; a change has its MemoryBackups reconciled. */
@Singleton
public class BackupServices extends AbstractEventSource<ServiceBackups, MemoryBackup> {

    private final BackupRegistry registry;
    private final Map<ResourceID, ServiceBackups> states = new ConcurrentHashMap<>();

    BackupServices(BackupRegistry registry) {
        super(ServiceBackups.class, "backup-services");
        this.registry = registry;
    }

    /** Told at the end of each reconcile of a service. */
    void publish(ResourceID service, ServiceBackups state) {
        if (!state.equals(states.put(service, state))) {
            trigger(service);
        }
    }

    /** The service is gone. */
    void forget(ResourceID service) {
        if (states.remove(service) != null) {
            trigger(service);
        }
    }

    /** Empty before the first reconcile of the service, and when there is none of the name. */
    public Optional<ServiceBackups> of(ResourceID service) {
        return Optional.ofNullable(states.get(service));
    }

    /** Whether the server that runs is the one that is declared: one that is about to be replaced is not asked. */
    public boolean isSettled(ResourceID service) {
        return of(service).filter(ServiceBackups::settled).isPresent();
    }

    private void trigger(ResourceID service) {
        if (isRunning()) {
            registry.backupsOf(service)
                    .forEach(backup -> getEventHandler().handleEvent(new Event(ResourceID.fromResource(backup))));
        }
    }

    @Override
    public Set<ServiceBackups> getSecondaryResources(MemoryBackup backup) {
        return of(BackupRegistry.service(backup)).map(Set::of).orElse(Set.of());
    }
}
