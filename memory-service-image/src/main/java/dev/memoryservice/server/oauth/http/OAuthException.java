package dev.memoryservice.server.oauth.http;

/** A request that is refused with an error of the standards. Nothing was changed. */
public final class OAuthException extends RuntimeException {

    private final int status;
    private final String error;

    /**
     * A refusal.
     *
     * @param error a word of RFC 6749, 6750, 7591 or 8707
     * @param description what was wrong and what to do, for the people who write the client
     */
    public OAuthException(int status, String error, String description) {
        super(description);
        this.status = status;
        this.error = error;
    }

    /** A request that a client can only repeat changed: 400. */
    public static OAuthException bad(String error, String description) {
        return new OAuthException(400, error, description);
    }

    /** A client that did not prove who it is: 401. */
    public static OAuthException invalidClient(String description) {
        return new OAuthException(401, "invalid_client", description);
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** The word for programs. */
    public String error() {
        return error;
    }
}
