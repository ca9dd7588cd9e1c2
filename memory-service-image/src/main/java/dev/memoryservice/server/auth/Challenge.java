package dev.memoryservice.server.auth;

import io.vertx.core.http.HttpServerResponse;

/** The header {@code WWW-Authenticate} of a refusal (RFC 6750, section 3): tells clients what would be let in. */
public final class Challenge {

    private static final String HEADER = "WWW-Authenticate";

    private Challenge() {}

    /** Nothing was presented. */
    public static void noCredential(HttpServerResponse response) {
        response.putHeader(HEADER, "Bearer");
    }

    /**
     * The token is not good.
     *
     * @param error of RFC 6750, section 3.1; a word, without quotes
     */
    public static void badToken(HttpServerResponse response, String error) {
        response.putHeader(HEADER, "Bearer error=\"" + error + "\"");
    }

    /** The caller is known, but may not do this. */
    public static void insufficientScope(HttpServerResponse response, Scope needed) {
        response.putHeader(HEADER, "Bearer error=\"insufficient_scope\", scope=\"" + needed.word() + "\"");
    }

    /** The same for people. */
    public static String insufficientScope(Caller caller, Scope needed) {
        return "insufficient_scope: this needs the scope '" + needed.word() + "', and '" + caller.name() + "' has "
                + caller.scopeWords() + "; use a credential with it, or have the scope granted";
    }
}
