package dev.memoryservice.operator.memorybackup;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.operator.backup.BackupRegistry;
import dev.memoryservice.operator.backup.BackupServices;
import dev.memoryservice.operator.backup.OperationId;
import dev.memoryservice.operator.backup.ServerBackups;
import dev.memoryservice.operator.polling.PolledAnswers;
import dev.memoryservice.operator.polling.Poller;
import dev.memoryservice.operator.verification.VerificationSource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The backups that are being made for MemoryBackups. */
@Singleton
class BackupRuns extends PolledAnswers<BackupProgress, MemoryBackup> {

    private final ServerBackups server;
    private final VerificationSource verifications;
    private final BackupServices services;

    BackupRuns(Poller poller, ServerBackups server, VerificationSource verifications, BackupServices services) {
        super(BackupProgress.class, "backup-runs", poller, Duration.ofMillis(500), Duration.ofSeconds(5));
        this.server = server;
        this.verifications = verifications;
        this.services = services;
    }

    /** Goes on with the backup; how far it was when last looked at. */
    Optional<BackupProgress> advance(MemoryBackup backup) {
        ResourceID service = BackupRegistry.service(backup);
        List<String> ids = OperationId.attempts(backup);
        BackupRun run = new BackupRun(server, ids, "manual", backup.getSpec().verify());
        return watch(backup, ids, () -> {
            var target = verifications.target(service);
            return Optional.of(
                    target.isPresent() && services.isSettled(service)
                            ? run.step(target.get())
                            : BackupProgress.pending(
                                    "the MemoryService \"%s\" does not run, or is being changed; see its conditions"
                                            .formatted(service.getName())));
        });
    }
}
