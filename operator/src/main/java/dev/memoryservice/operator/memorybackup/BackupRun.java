package dev.memoryservice.operator.memorybackup;

import dev.memoryservice.crds.v1alpha1.backup.BackupPhase;
import dev.memoryservice.operator.backup.OperationId;
import dev.memoryservice.operator.backup.ServerBackup;
import dev.memoryservice.operator.backup.ServerBackups;
import dev.memoryservice.operator.verification.ServerAdmin.Refused;
import dev.memoryservice.operator.verification.ServerReply;
import dev.memoryservice.operator.verification.VerificationTarget;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Brings one backup one step further at a time: asks for it, looks at it, has it verified. Every step may be repeated, also
 * by another operator, because the id says which backup is meant.
 *
 * @param ids of the first attempt and of those after it, for which it is asked only if the one before was interrupted
 * @param trigger why the backup is made, in the server's word
 */
public record BackupRun(ServerBackups server, List<String> ids, String trigger, boolean verify) {

    /** Asks the server, and says how far the backup is now. */
    public BackupProgress step(VerificationTarget target) throws InterruptedException {
        try {
            BackupProgress progress = attempt(target, ids.getFirst());
            for (int attempt = 1; attempt < ids.size() && isInterrupted(progress); attempt++) {
                progress = attempt(target, ids.get(attempt));
            }
            return progress;
        } catch (Refused unreachable) {
            return BackupProgress.pending(unreachable.getMessage());
        }
    }

    private static boolean isInterrupted(BackupProgress progress) {
        return progress.backup()
                .filter(backup -> backup.state() == ServerBackup.State.FAILED)
                .filter(backup -> OperationId.wasInterrupted(backup.message()))
                .isPresent();
    }

    private BackupProgress attempt(VerificationTarget target, String id) throws Refused, InterruptedException {
        ServerReply there = server.backup(target, id);
        ServerReply reply = there.isNotFound() ? server.make(target, id, trigger) : there;
        if (reply.isSuccess()) {
            return of(target, ServerBackups.backup(reply));
        }
        return OperationId.mayChange(reply, id, Instant.now())
                ? BackupProgress.pending(reply.problem())
                : new BackupProgress(BackupPhase.FAILED, Optional.empty(), Optional.of(reply.problem()));
    }

    private BackupProgress of(VerificationTarget target, ServerBackup backup) throws Refused, InterruptedException {
        return switch (backup.state()) {
            case RUNNING -> BackupProgress.of(BackupPhase.RUNNING, backup);
            case FAILED -> BackupProgress.of(BackupPhase.FAILED, backup);
            case SUCCEEDED -> verify ? verified(target, backup) : BackupProgress.of(BackupPhase.SUCCEEDED, backup);
        };
    }

    private BackupProgress verified(VerificationTarget target, ServerBackup backup)
            throws Refused, InterruptedException {
        return switch (backup.verification().state()) {
            case RUNNING -> BackupProgress.of(BackupPhase.VERIFYING, backup);
            case SUCCEEDED -> BackupProgress.of(BackupPhase.SUCCEEDED, backup);
            case FAILED ->
                BackupProgress.of(BackupPhase.FAILED, backup)
                        .because("the backup could not be restored for a trial: "
                                + backup.verification().message());
            case NONE -> asked(target, backup);
        };
    }

    private BackupProgress asked(VerificationTarget target, ServerBackup backup) throws Refused, InterruptedException {
        ServerReply reply = server.verify(target, backup.id());
        BackupProgress verifying = BackupProgress.of(BackupPhase.VERIFYING, backup);
        if (reply.isSuccess()) {
            return verifying;
        }
        return (OperationId.mayChange(reply, backup.id(), Instant.now())
                        ? verifying
                        : BackupProgress.of(BackupPhase.FAILED, backup))
                .because(reply.problem());
    }
}
