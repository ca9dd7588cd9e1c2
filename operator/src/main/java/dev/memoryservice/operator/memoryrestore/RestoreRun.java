package dev.memoryservice.operator.memoryrestore;

import dev.memoryservice.crds.v1alpha1.MemoryRestore;
import dev.memoryservice.operator.backup.OperationId;
import dev.memoryservice.operator.backup.ServerBackup;
import dev.memoryservice.operator.backup.ServerBackups;
import dev.memoryservice.operator.backup.ServerRestore;
import dev.memoryservice.operator.verification.ServerAdmin.Refused;
import dev.memoryservice.operator.verification.ServerReply;
import dev.memoryservice.operator.verification.VerificationTarget;

/**
 * Brings a restore from the server's own backups one step further at a time. Every step may be repeated, also by another
 * operator, because the id says which restore is meant.
 */
record RestoreRun(ServerBackups server, MemoryRestore restore, RestorePlan plan) {

    RestoreProgress step(VerificationTarget target) throws InterruptedException {
        try {
            RestoreProgress progress = attempt(target, 0);
            for (int attempt = 1; attempt < OperationId.MOST_ATTEMPTS && isInterrupted(progress); attempt++) {
                progress = attempt(target, attempt);
            }
            return progress;
        } catch (Refused unreachable) {
            return RestoreProgress.pending(unreachable.getMessage());
        }
    }

    private RestoreProgress attempt(VerificationTarget target, int attempt) throws Refused, InterruptedException {
        String id = OperationId.of(restore, attempt);
        ServerReply there = server.restore(target, id);
        ServerReply reply = there.isNotFound()
                ? server.restore(target, id, restore.getSpec(), plan.backupId(), plan.tenant())
                : there;
        if (reply.isSuccess()) {
            return RestoreProgress.of(ServerRestore.of(reply.body()));
        }
        return reply.mayChange() ? RestoreProgress.pending(reply.problem()) : RestoreProgress.failed(reply.problem());
    }

    private static boolean isInterrupted(RestoreProgress progress) {
        return progress.restore()
                .filter(restore -> restore.state() == ServerBackup.State.FAILED)
                .filter(restore -> OperationId.wasInterrupted(restore.message()))
                .isPresent();
    }
}
