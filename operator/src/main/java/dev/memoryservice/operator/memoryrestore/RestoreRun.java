package dev.memoryservice.operator.memoryrestore;

import dev.memoryservice.crds.v1alpha1.MemoryRestoreSpec;
import dev.memoryservice.operator.backup.OperationId;
import dev.memoryservice.operator.backup.ServerBackup;
import dev.memoryservice.operator.backup.ServerBackups;
import dev.memoryservice.operator.backup.ServerRestore;
import dev.memoryservice.operator.verification.ServerAdmin.Refused;
import dev.memoryservice.operator.verification.ServerReply;
import dev.memoryservice.operator.verification.VerificationTarget;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Brings a restore from the server's own backups one step further at a time. Every step may be repeated, also by another
 * operator, because the id says which restore is meant.
 *
 * @param ids of the first attempt and of those after it, for which it is asked only if the one before was interrupted
 * @param backupId the backup; empty for the newest that is not after the spec's time
 * @param tenant the one memory space that is restored; empty for all
 */
public record RestoreRun(
        ServerBackups server,
        List<String> ids,
        MemoryRestoreSpec spec,
        Optional<String> backupId,
        Optional<String> tenant) {

    /** Asks the server, and says how far the restore is now. */
    public RestoreProgress step(VerificationTarget target) throws InterruptedException {
        try {
            RestoreProgress progress = attempt(target, ids.getFirst());
            for (int attempt = 1; attempt < ids.size() && isInterrupted(progress); attempt++) {
                progress = attempt(target, ids.get(attempt));
            }
            return progress;
        } catch (Refused unreachable) {
            return RestoreProgress.pending(unreachable.getMessage());
        }
    }

    private RestoreProgress attempt(VerificationTarget target, String id) throws Refused, InterruptedException {
        ServerReply there = server.restore(target, id);
        ServerReply reply = there.isNotFound() ? server.restore(target, id, spec, backupId, tenant) : there;
        if (reply.isSuccess()) {
            return RestoreProgress.of(ServerRestore.of(reply.body()));
        }
        return OperationId.mayChange(reply, id, Instant.now())
                ? RestoreProgress.pending(reply.problem())
                : RestoreProgress.failed(reply.problem());
    }

    private static boolean isInterrupted(RestoreProgress progress) {
        return progress.restore()
                .filter(restore -> restore.state() == ServerBackup.State.FAILED)
                .filter(restore -> OperationId.wasInterrupted(restore.message()))
                .isPresent();
    }
}
