package dev.memoryservice.operator.memorybackup;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.operator.backup.BackupRegistry;
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
import java.util.stream.IntStream;

/** The backups that are being made for MemoryBackups. */
@Singleton
class BackupRuns extends PolledAnswers<BackupProgress, MemoryBackup> {

    private final ServerBackups server;
    private final VerificationSource verifications;

    BackupRuns(Poller poller, ServerBackups server, VerificationSource verifications) {
        super(BackupProgress.class, "backup-runs", poller, Duration.ofMillis(500), Duration.ofSeconds(5));
        this.server = server;
        this.verifications = verifications;
    }

    /** Goes on with the backup; how far it was when last looked at. */
    Optional<BackupProgress> advance(MemoryBackup backup) {
        ResourceID service = BackupRegistry.service(backup);
        List<String> ids = IntStream.range(0, OperationId.MOST_ATTEMPTS)
                .mapToObj(attempt -> OperationId.of(backup, attempt))
                .toList();
        BackupRun run = new BackupRun(server, ids, "manual", backup.getSpec().verify());
        return watch(backup, ids, () -> {
            var target = verifications.target(service);
            return Optional.of(
                    target.isPresent()
                            ? run.step(target.get())
                            : BackupProgress.pending("the MemoryService \"%s\" does not run; see its conditions"
                                    .formatted(service.getName())));
        });
    }
}
