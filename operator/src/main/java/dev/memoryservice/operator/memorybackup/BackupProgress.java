package dev.memoryservice.operator.memorybackup;

import dev.memoryservice.crds.v1alpha1.backup.BackupPhase;
import dev.memoryservice.operator.backup.ServerBackup;
import java.util.Optional;

/**
 * How far one backup is.
 *
 * @param backup as the server said it last
 * @param message why it waits or what went wrong, for people
 */
public record BackupProgress(BackupPhase phase, Optional<ServerBackup> backup, Optional<String> message) {

    /** It waits, for this reason. */
    public static BackupProgress pending(String message) {
        return new BackupProgress(BackupPhase.PENDING, Optional.empty(), Optional.of(message));
    }

    static BackupProgress of(BackupPhase phase, ServerBackup backup) {
        return new BackupProgress(
                phase, Optional.of(backup), Optional.of(backup.message()).filter(text -> !text.isBlank()));
    }

    BackupProgress because(String reason) {
        return new BackupProgress(phase, backup, Optional.of(reason).filter(text -> !text.isBlank()));
    }
}
