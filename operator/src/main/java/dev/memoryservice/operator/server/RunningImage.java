package dev.memoryservice.operator.server;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.status.UpgradePhase;
import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which image a service runs at the moment: the one that its spec asks for, or during an upgrade and after a failed one the
 * image before. Each reconcile says so before it applies anything.
 */
@Singleton
public class RunningImage {

    private final ServerImage image;
    private final Map<ResourceID, UpgradeStatus> upgrades = new ConcurrentHashMap<>();

    public RunningImage(ServerImage image) {
        this.image = image;
    }

    /** How far the upgrade of the service is from now on. */
    public void set(MemoryService service, Optional<UpgradeStatus> upgrade) {
        ResourceID id = ResourceID.fromResource(service);
        upgrade.ifPresentOrElse(found -> upgrades.put(id, found), () -> upgrades.remove(id));
    }

    /** How far the upgrade of the service was when this operator last said so; empty as well after its start. */
    public Optional<UpgradeStatus> latest(MemoryService service) {
        return Optional.ofNullable(upgrades.get(ResourceID.fromResource(service)));
    }

    /** The service is gone. */
    public void forget(MemoryService service) {
        upgrades.remove(ResourceID.fromResource(service));
    }

    public String reference(MemoryService service) {
        return former(service).map(UpgradeStatus::fromImage).orElseGet(() -> image.reference(service));
    }

    /** The version that verification expects; empty for an image of the user's own without a declared version. */
    public Optional<String> expectedVersion(MemoryService service) {
        Optional<UpgradeStatus> former = former(service);
        return former.isPresent() ? former.map(UpgradeStatus::fromVersion) : image.expectedVersion(service);
    }

    /** Whether a database that a newer version changed is put aside, and an empty one begun. */
    public boolean setsNewerDatabaseAside(MemoryService service) {
        return former(service)
                .filter(upgrade -> upgrade.phase() == UpgradePhase.RESTORING_DATA)
                .isPresent();
    }

    private Optional<UpgradeStatus> former(MemoryService service) {
        return Optional.ofNullable(upgrades.get(ResourceID.fromResource(service)))
                .filter(UpgradeStatus::runsFormer);
    }
}
