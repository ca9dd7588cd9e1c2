package dev.memoryservice.server.backup.repository;

/** The place of the backups does not do what it should. The message says what is wrong and what to do. */
public final class RepositoryException extends RuntimeException {

    private final boolean passing;

    /** @param message fit for a person */
    public RepositoryException(String message) {
        this(message, null);
    }

    /** @param message fit for a person */
    public RepositoryException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private RepositoryException(String message, Throwable cause, boolean passing) {
        super(message, cause);
        this.passing = passing;
    }

    /**
     * Of a place that is away or has a fault of its own, as when an object store is restarted.
     *
     * @param cause null where the place itself said so
     */
    public static RepositoryException passing(String message, Throwable cause) {
        return new RepositoryException(message, cause, true);
    }

    /** Whether it may be over in a while, without anybody doing anything. */
    public boolean isPassing() {
        return passing;
    }
}
