package dev.memoryservice.server.oauth.token;

import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.auth.User;
import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.authorization.AskedScopes;
import dev.memoryservice.server.oauth.authorization.Codes;
import dev.memoryservice.server.oauth.client.Client;
import dev.memoryservice.server.oauth.client.ClientAuthentication;
import dev.memoryservice.server.oauth.client.Clients;
import dev.memoryservice.server.oauth.http.Answer;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.oauth.http.OAuthRequest;
import dev.memoryservice.server.oauth.http.Parameters;
import dev.memoryservice.server.oauth.state.Table;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Gives tokens for codes, for refresh tokens, and to clients that act for their own user. */
@Singleton
public final class TokenEndpoint {

    private static final Logger LOG = Logger.getLogger(TokenEndpoint.class);

    private final ClientAuthentication authentication;
    private final Clients clients;
    private final Users users;
    private final Codes codes;
    private final Grants grants;
    private final AccessTokens tokens;
    private final OAuthSettings settings;

    TokenEndpoint(
            ClientAuthentication authentication,
            Clients clients,
            Users users,
            Codes codes,
            Grants grants,
            AccessTokens tokens,
            OAuthSettings settings) {
        this.authentication = authentication;
        this.clients = clients;
        this.users = users;
        this.codes = codes;
        this.grants = grants;
        this.tokens = tokens;
        this.settings = settings;
    }

    public Answer token(OAuthRequest request) {
        Parameters form = request.form();
        String type = form.require("grant_type");
        Client client = authentication.authenticate(request, form);
        try {
            Answer answer =
                    switch (type) {
                        case "authorization_code" -> ofCode(form, client);
                        case "refresh_token" -> ofRefreshToken(form, client);
                        case "client_credentials" -> ofClient(form, client);
                        default ->
                            throw OAuthException.bad(
                                    "unsupported_grant_type",
                                    "Use authorization_code, refresh_token or client_credentials");
                    };
            clients.used(client);
            return answer;
        } catch (OAuthException e) {
            LOG.warnf(
                    "OAuth: %s refused to the client '%s' from %s: %s",
                    e.error(), client.id(), request.address(), e.getMessage());
            throw e;
        }
    }

    private Answer ofCode(Parameters form, Client client) {
        Codes.Redeemed redeemed = codes.redeem(
                form.require("code"), client.id(), form.get("redirect_uri"), form.require("code_verifier"));
        checkSame(form.get("resource"), redeemed.resource());
        User user = good(redeemed.user());
        Set<Scope> scopes = OAuthAuthenticator.both(AccessTokens.scopes(redeemed.scope()), user);
        Grants.Refreshed grant = grants.begin(
                redeemed.family(),
                user.name(),
                client.id(),
                client.name(),
                AccessTokens.words(scopes),
                redeemed.resource());
        return answer(user, client, scopes, grant);
    }

    private Answer ofRefreshToken(Parameters form, Client client) {
        String token = form.require("refresh_token");
        // Before it is replaced: a token that is refused for another reason stays good.
        Optional<Table.Row<Grant>> found =
                grants.ofFamily(token).filter(row -> row.value().client().equals(client.id()));
        if (found.isEmpty()) {
            throw Grants.unknown();
        }
        Grant before = found.get().value();
        checkSame(form.get("resource"), before.resource());
        User user = good(found.get().owner());
        Set<Scope> allowed = OAuthAuthenticator.both(AccessTokens.scopes(before.scope()), user);
        Set<Scope> scopes = form.get("scope")
                .map(words -> AskedScopes.within(words, allowed))
                .orElse(allowed);
        return answer(user, client, scopes, grants.refresh(token, client.id()));
    }

    private Answer ofClient(Parameters form, Client client) {
        if (client.isPublic() || client.user().isEmpty()) {
            throw OAuthException.bad(
                    "unauthorized_client",
                    "Only the client of a MemoryUser may act by itself: let a user authorize this one");
        }
        User user = good(client.user().get());
        Set<Scope> scopes = AskedScopes.within(form.get("scope").orElse(AskedScopes.DEFAULT), user);
        String resource = form.get("resource").orElse(settings.issuer());
        if (!settings.isThisServer(resource)) {
            throw OAuthException.bad("invalid_target", "resource is not this server, which is " + settings.issuer());
        }
        return Answer.json(
                200, body(tokens.issue(user.name(), client.id(), resource, scopes, Optional.empty()), scopes));
    }

    private Answer answer(User user, Client client, Set<Scope> scopes, Grants.Refreshed grant) {
        String access =
                tokens.issue(user.name(), client.id(), grant.grant().resource(), scopes, Optional.of(grant.id()));
        return Answer.json(200, body(access, scopes).put("refresh_token", grant.token()));
    }

    private JsonObject body(String token, Set<Scope> scopes) {
        return new JsonObject()
                .put("access_token", token)
                .put("token_type", "Bearer")
                .put("expires_in", tokens.lifetime().toSeconds())
                .put("scope", AccessTokens.words(scopes));
    }

    private User good(String name) {
        return users.find(name)
                .filter(user -> !user.suspended())
                .orElseThrow(() -> OAuthException.bad(
                        "invalid_grant", "The user '" + name + "' is suspended, or not there any more"));
    }

    private static void checkSame(Optional<String> asked, String granted) {
        if (asked.filter(resource -> !resource.equals(granted)).isPresent()) {
            throw OAuthException.bad("invalid_target", "resource is another one than that of the authorization");
        }
    }
}
