package dev.memoryservice.operator.upgrade;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;
import dev.memoryservice.operator.backup.OperationId;
import dev.memoryservice.operator.backup.ServerBackups;
import dev.memoryservice.operator.memorybackup.BackupProgress;
import dev.memoryservice.operator.memorybackup.BackupRun;
import dev.memoryservice.operator.polling.PolledAnswers;
import dev.memoryservice.operator.polling.Poller;
import dev.memoryservice.operator.server.RunningImage;
import dev.memoryservice.operator.verification.VerificationSource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The backups that are made before upgrades. */
@Singleton
class UpgradeBackups extends PolledAnswers<BackupProgress, MemoryService> {

    private final ServerBackups server;
    private final VerificationSource verifications;
    private final RunningImage running;

    UpgradeBackups(Poller poller, ServerBackups server, VerificationSource verifications, RunningImage running) {
        super(BackupProgress.class, "upgrade-backups", poller, Duration.ofMillis(500), Duration.ofSeconds(5));
        this.server = server;
        this.verifications = verifications;
        this.running = running;
    }

    /** Goes on with the backup; how far it was when last looked at. */
    Optional<BackupProgress> advance(MemoryService service, UpgradeStatus upgrade) {
        ResourceID id = ResourceID.fromResource(service);
        List<String> ids = OperationId.attempts(
                Instant.parse(upgrade.phaseStartedAt()), service.getMetadata().getUid() + "/upgrade");
        boolean verify =
                service.declared().givenBackup().map(BackupSpec::verify).orElse(false);
        BackupRun run = new BackupRun(server, ids, "upgrade", verify);
        return watch(service, ids, () -> {
                    var target = verifications.target(id);
                    return target.isPresent() ? Optional.of(run.step(target.get())) : Optional.empty();
                })
                .filter(progress -> isOf(progress, ids));
    }

    /** Not what was left of the upgrade before. */
    private static boolean isOf(BackupProgress progress, List<String> ids) {
        return progress.backup().map(backup -> ids.contains(backup.id())).orElse(true);
    }

    @Override
    public void onResourceDeleted(MemoryService service) {
        super.onResourceDeleted(service);
        running.forget(service);
    }
}
