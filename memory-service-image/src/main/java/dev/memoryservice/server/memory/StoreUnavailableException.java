package dev.memoryservice.server.memory;

/**
 * The backend cannot answer now: its disk is full, its queue is full, it is shutting down or it is gone. Nothing of
 * the call was stored. Clients get 503 with {@code Retry-After}.
 */
public class StoreUnavailableException extends RuntimeException {

    /** @param message what is wrong and what to do, fit for the client */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param message what is wrong and what to do, fit for the client */
    public StoreUnavailableException(String message) {
        super(message);
    }
}
