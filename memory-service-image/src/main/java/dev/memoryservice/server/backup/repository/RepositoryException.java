package dev.memoryservice.server.backup.repository;

/** The place of the backups does not do what it should. The message says what is wrong and what to do. */
public final class RepositoryException extends RuntimeException {

    /** @param message fit for a person */
    public RepositoryException(String message) {
        super(message);
    }

    /** @param message fit for a person */
    public RepositoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
