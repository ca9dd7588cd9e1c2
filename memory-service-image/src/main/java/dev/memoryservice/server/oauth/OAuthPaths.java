package dev.memoryservice.server.oauth;

import java.util.Set;

/** Where the endpoints are, and that the gate asks none of their callers for a key: they see to it themselves. */
public final class OAuthPaths {

    public static final String AUTHORIZE = "/oauth/authorize";
    public static final String TOKEN = "/oauth/token";
    public static final String REGISTER = "/oauth/register";
    public static final String INTROSPECT = "/oauth/introspect";
    public static final String REVOKE = "/oauth/revoke";
    public static final String JWKS = "/oauth/jwks.json";
    public static final String LOGIN = "/oauth/login";
    public static final String CONSENT = "/oauth/consent";
    public static final String APPLICATIONS = "/oauth/applications";
    public static final String APPLICATIONS_REVOKE = "/oauth/applications/revoke";
    public static final String LOGOUT = "/oauth/logout";
    public static final String STYLE = "/oauth/style.css";

    public static final String SERVER_METADATA = "/.well-known/oauth-authorization-server";
    public static final String OPENID_METADATA = "/.well-known/openid-configuration";
    public static final String RESOURCE_METADATA = "/.well-known/oauth-protected-resource";

    private static final Set<String> OPEN = Set.of(
            AUTHORIZE,
            TOKEN,
            REGISTER,
            INTROSPECT,
            REVOKE,
            JWKS,
            LOGIN,
            CONSENT,
            APPLICATIONS,
            APPLICATIONS_REVOKE,
            LOGOUT,
            STYLE);

    private OAuthPaths() {}

    /** Whether an endpoint answers here while OAuth is on. */
    public static boolean isOpen(String path) {
        return OPEN.contains(path)
                || path.startsWith("/.well-known/oauth-")
                || path.startsWith(OPENID_METADATA)
                || path.endsWith(OPENID_METADATA)
                || path.endsWith(SERVER_METADATA);
    }
}
