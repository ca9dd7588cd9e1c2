package dev.memoryservice.server.request;

/**
 * A well-formed request that is not done. The message says what was wrong, with what value, and what to do. Nothing
 * was changed.
 */
public final class RefusedException extends RuntimeException {

    /** Why, as far as it decides the HTTP status. */
    public enum Reason {
        /** The value names something that does not exist or makes no sense here: 400. */
        BAD_VALUE(400),
        /** There is no such thing: 404. */
        NOT_FOUND(404),
        /** It would do something else than the caller thinks: 409. */
        CONFLICT(409),
        /** The server is at work on something that excludes it, try again later: 409. */
        OCCUPIED(409),
        /** More than the configured limit: 413. */
        TOO_LARGE(413),
        /** Too many at the same time, try again later: 429. */
        TOO_MANY(429),
        /** The server has no room for another one now: 503. */
        BUSY(503);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        /** The HTTP status code. */
        public int status() {
            return status;
        }
    }

    private final Reason reason;

    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
