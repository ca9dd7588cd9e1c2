package dev.memoryservice.server.backup;

/** A backup, verification or restore could not be done. The message says why and what to do, fit for a person. */
public final class BackupException extends RuntimeException {

    /** @param message what is wrong and what to do */
    public BackupException(String message) {
        super(message);
    }
}
