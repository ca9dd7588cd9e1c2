package dev.memoryservice.server.oauth;

import dev.memoryservice.server.oauth.authorization.AuthorizationEndpoint;
import dev.memoryservice.server.oauth.client.RegistrationEndpoint;
import dev.memoryservice.server.oauth.http.Endpoints;
import dev.memoryservice.server.oauth.login.ApplicationsEndpoint;
import dev.memoryservice.server.oauth.login.LoginEndpoint;
import dev.memoryservice.server.oauth.login.Style;
import dev.memoryservice.server.oauth.metadata.MetadataEndpoint;
import dev.memoryservice.server.oauth.token.IntrospectionEndpoint;
import dev.memoryservice.server.oauth.token.RevocationEndpoint;
import dev.memoryservice.server.oauth.token.TokenEndpoint;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts the endpoints where they are. Each is made when its first request comes. Plain routes: they are no part of the
 * interface that the API's description is about, and describe themselves by their metadata.
 */
@Singleton
public final class OAuthRoutes {

    /** What clients take for the resource: the server, and where MCP is. */
    private static final List<String> RESOURCES = List.of("", "/mcp", "/mcp/sse");

    private final OAuthSettings settings;
    private final Endpoints endpoints;
    private final Instance<MetadataEndpoint> metadata;
    private final Instance<AuthorizationEndpoint> authorization;
    private final Instance<LoginEndpoint> login;
    private final Instance<ApplicationsEndpoint> applications;
    private final Instance<TokenEndpoint> token;
    private final Instance<RegistrationEndpoint> registration;
    private final Instance<IntrospectionEndpoint> introspection;
    private final Instance<RevocationEndpoint> revocation;

    OAuthRoutes(
            OAuthSettings settings,
            Endpoints endpoints,
            Instance<MetadataEndpoint> metadata,
            Instance<AuthorizationEndpoint> authorization,
            Instance<LoginEndpoint> login,
            Instance<ApplicationsEndpoint> applications,
            Instance<TokenEndpoint> token,
            Instance<RegistrationEndpoint> registration,
            Instance<IntrospectionEndpoint> introspection,
            Instance<RevocationEndpoint> revocation) {
        this.settings = settings;
        this.endpoints = endpoints;
        this.metadata = metadata;
        this.authorization = authorization;
        this.login = login;
        this.applications = applications;
        this.token = token;
        this.registration = registration;
        this.introspection = introspection;
        this.revocation = revocation;
    }

    void register(@Observes Router router) {
        if (!settings.enabled()) {
            return;
        }
        for (String resource : RESOURCES) {
            endpoints.get(router, OAuthPaths.RESOURCE_METADATA + resource, request -> metadata.get()
                    .resource(request));
        }
        if (!settings.builtIn()) {
            return;
        }
        for (String path : serverMetadata()) {
            endpoints.get(router, path, request -> metadata.get().server(request));
        }
        endpoints.get(router, OAuthPaths.JWKS, request -> metadata.get().keys(request));
        endpoints.get(
                router, OAuthPaths.AUTHORIZE, request -> authorization.get().ask(request));
        endpoints.post(
                router, OAuthPaths.CONSENT, request -> authorization.get().decide(request));
        endpoints.getAndPost(router, OAuthPaths.LOGIN, request -> login.get().show(request), request -> login.get()
                .login(request));
        endpoints.get(
                router, OAuthPaths.APPLICATIONS, request -> applications.get().list(request));
        endpoints.post(router, OAuthPaths.APPLICATIONS_REVOKE, request -> applications
                .get()
                .revoke(request));
        endpoints.post(router, OAuthPaths.LOGOUT, request -> applications.get().logout(request));
        endpoints.get(router, OAuthPaths.STYLE, request -> Style.answer());
        endpoints.post(router, OAuthPaths.TOKEN, request -> token.get().token(request));
        endpoints.post(
                router, OAuthPaths.REGISTER, request -> registration.get().register(request));
        endpoints.post(
                router, OAuthPaths.INTROSPECT, request -> introspection.get().introspect(request));
        endpoints.post(router, OAuthPaths.REVOKE, request -> revocation.get().revoke(request));
    }

    /**
     * RFC 8414 puts the path of the issuer behind the well-known one, OpenID Connect before it; older MCP clients take
     * the path of MCP for that of the issuer.
     */
    private Set<String> serverMetadata() {
        Set<String> paths = new TreeSet<>();
        for (String wellKnown : List.of(OAuthPaths.SERVER_METADATA, OAuthPaths.OPENID_METADATA)) {
            for (String path : List.of("", settings.issuerPath(), "/mcp")) {
                paths.add(wellKnown + path);
                paths.add(path + wellKnown);
            }
        }
        return paths;
    }
}
