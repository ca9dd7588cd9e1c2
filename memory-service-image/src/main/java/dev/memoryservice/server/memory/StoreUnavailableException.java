package dev.memoryservice.server.memory;

/**
 * The backend cannot answer now: its disk is full, its queue is full, it is shutting down or it is gone. Nothing of
 * the call was stored. Clients get 503 with {@code Retry-After}.
 */
public class StoreUnavailableException extends RuntimeException {

    private final StoreProblem problem;

    /** @param message what is wrong and what to do, fit for the client */
    public StoreUnavailableException(StoreProblem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** @param message what is wrong and what to do, fit for the client */
    public StoreUnavailableException(StoreProblem problem, String message) {
        super(message);
        this.problem = problem;
    }

    /** @param message what is wrong and what to do, fit for the client */
    public StoreUnavailableException(String message, Throwable cause) {
        this(StoreProblem.UNAVAILABLE, message, cause);
    }

    /** @param message what is wrong and what to do, fit for the client */
    public StoreUnavailableException(String message) {
        this(StoreProblem.UNAVAILABLE, message);
    }

    /** What it is, for programs. */
    public StoreProblem problem() {
        return problem;
    }
}
