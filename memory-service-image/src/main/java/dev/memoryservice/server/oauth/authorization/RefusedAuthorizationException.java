package dev.memoryservice.server.oauth.authorization;

/** An authorization request that is refused by sending the browser back to the client (RFC 6749, 4.1.2.1). */
final class RefusedAuthorizationException extends RuntimeException {

    private final String redirectUri;
    private final String state;
    private final String error;

    /** @param state as the client sent it; empty when it sent none */
    RefusedAuthorizationException(String redirectUri, String state, String error, String description) {
        super(description);
        this.redirectUri = redirectUri;
        this.state = state;
        this.error = error;
    }

    String redirectUri() {
        return redirectUri;
    }

    String state() {
        return state;
    }

    String error() {
        return error;
    }
}
