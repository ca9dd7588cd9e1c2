package dev.memoryservice.server.importing;

/** An import cannot go on. What was stored until then is durable; the same import can be run again. */
public final class ImportStoppedException extends RuntimeException {

    /** @param message why, and what to do, fit for a person */
    public ImportStoppedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param message why, and what to do, fit for a person */
    public ImportStoppedException(String message) {
        super(message);
    }
}
