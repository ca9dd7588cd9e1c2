package dev.memoryservice.server.auth;

import dev.memoryservice.server.oauth.OAuthPaths;
import dev.memoryservice.server.oauth.OAuthSettings;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * The header {@code WWW-Authenticate} of a refusal (RFC 6750, section 3): tells clients what would be let in, and with
 * OAuth where to learn how to get it (RFC 9728, section 5.1).
 */
@Singleton
public final class Challenge {

    private static final String HEADER = "WWW-Authenticate";

    /** What a client needs to be of use; who only reads may ask for less. */
    private static final String USUAL_SCOPES = "read write";

    private final OAuthSettings oauth;

    Challenge(OAuthSettings oauth) {
        this.oauth = oauth;
    }

    /** Nothing was presented. */
    public void noCredential(RoutingContext context) {
        context.response()
                .putHeader(
                        HEADER,
                        oauth.enabled()
                                ? "Bearer " + metadata(context) + ", scope=\"" + USUAL_SCOPES + "\""
                                : "Bearer");
    }

    /**
     * What was presented is not good.
     *
     * @param error of RFC 6750, section 3.1; a word, without quotes
     */
    public void badToken(RoutingContext context, String error) {
        context.response()
                .putHeader(
                        HEADER,
                        "Bearer error=\"" + error + "\""
                                + (oauth.enabled()
                                        ? ", " + metadata(context) + ", scope=\"" + USUAL_SCOPES + "\""
                                        : ""));
    }

    /** The caller is known, but may not do this. */
    public void insufficientScope(RoutingContext context, Scope needed) {
        context.response()
                .putHeader(
                        HEADER,
                        "Bearer error=\"insufficient_scope\", scope=\"" + needed.word() + "\""
                                + (oauth.enabled() ? ", " + metadata(context) : ""));
    }

    /** The same for people. */
    public static String insufficientScope(Caller caller, Scope needed) {
        return "insufficient_scope: this needs the scope '" + needed.word() + "', and '" + caller.name() + "' has "
                + caller.scopeWords() + "; use a credential with it, or have the scope granted";
    }

    private String metadata(RoutingContext context) {
        String resource = context.normalizedPath().startsWith("/mcp") ? "/mcp" : "";
        return "resource_metadata=\"" + oauth.address(OAuthPaths.RESOURCE_METADATA + resource) + "\"";
    }
}
