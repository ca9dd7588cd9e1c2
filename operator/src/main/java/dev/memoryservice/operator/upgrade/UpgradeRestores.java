package dev.memoryservice.operator.upgrade;

import dev.memoryservice.crds.v1alpha1.MemoryRestoreSpec;
import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.RestoreSource;
import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;
import dev.memoryservice.crds.v1alpha1.user.ServiceReference;
import dev.memoryservice.operator.backup.OperationId;
import dev.memoryservice.operator.backup.ServerBackups;
import dev.memoryservice.operator.memoryrestore.RestoreProgress;
import dev.memoryservice.operator.memoryrestore.RestoreRun;
import dev.memoryservice.operator.polling.PolledAnswers;
import dev.memoryservice.operator.polling.Poller;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.verification.VerificationSource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Brings back the memories of before an upgrade that changed the database and failed. */
@Singleton
class UpgradeRestores extends PolledAnswers<RestoreProgress, MemoryService> {

    private final ServerBackups server;
    private final VerificationSource verifications;

    UpgradeRestores(Poller poller, ServerBackups server, VerificationSource verifications) {
        super(RestoreProgress.class, "upgrade-restores", poller, Duration.ofMillis(500), Duration.ofSeconds(5));
        this.server = server;
        this.verifications = verifications;
    }

    /** Goes on with the restore; how far it was when last looked at. */
    Optional<RestoreProgress> advance(MemoryService service, UpgradeStatus upgrade) {
        ResourceID id = ResourceID.fromResource(service);
        List<String> ids = OperationId.attempts(
                Instant.parse(upgrade.phaseStartedAt()), service.getMetadata().getUid() + "/way-back");
        ServiceReference itself = new ServiceReference(ServerNames.server(service));
        RestoreRun run = new RestoreRun(
                server,
                ids,
                // The database is empty: there is nothing that a safety backup could save.
                new MemoryRestoreSpec(
                        itself, new RestoreSource(null, upgrade.backupId(), null, itself), null, false, false, false),
                upgrade.givenBackupId(),
                Optional.empty());
        return watch(service, ids, () -> {
            var target = verifications.target(id);
            return target.isPresent() ? Optional.of(run.step(target.get())) : Optional.empty();
        });
    }
}
