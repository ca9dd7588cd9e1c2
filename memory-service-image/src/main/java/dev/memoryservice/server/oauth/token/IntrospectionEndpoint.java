package dev.memoryservice.server.oauth.token;

import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.auth.User;
import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.client.Client;
import dev.memoryservice.server.oauth.client.ClientAuthentication;
import dev.memoryservice.server.oauth.http.Answer;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.oauth.http.OAuthRequest;
import dev.memoryservice.server.oauth.http.Parameters;
import dev.memoryservice.server.oauth.state.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Says what a token is (RFC 7662), to the client that it was given to and to clients of users with the scope {@code
 * admin}; to every other one no token is active.
 */
@Singleton
public final class IntrospectionEndpoint {

    private final ClientAuthentication authentication;
    private final AccessTokens tokens;
    private final Grants grants;
    private final Users users;
    private final OAuthSettings settings;

    IntrospectionEndpoint(
            ClientAuthentication authentication,
            AccessTokens tokens,
            Grants grants,
            Users users,
            OAuthSettings settings) {
        this.authentication = authentication;
        this.tokens = tokens;
        this.grants = grants;
        this.users = users;
        this.settings = settings;
    }

    public Answer introspect(OAuthRequest request) {
        Parameters form = request.form();
        Client client = authentication.authenticate(request, form);
        if (client.isPublic()) {
            throw OAuthException.invalidClient("A client without a secret cannot ask about tokens");
        }
        String token = form.require("token");
        return Answer.json(
                200,
                ofAccessToken(token, client)
                        .or(() -> ofRefreshToken(token, client))
                        .orElseGet(() -> new JsonObject().put("active", false)));
    }

    private Optional<JsonObject> ofAccessToken(String text, Client client) {
        if (!Jwt.looksLikeOne(text)) {
            return Optional.empty();
        }
        try {
            AccessToken token = tokens.check(text);
            return mayAsk(client, token.client()) && isGood(token.user())
                    ? Optional.of(body(token.user(), token.client(), AccessTokens.words(token.scopes()))
                            .put("token_type", "Bearer")
                            .put("aud", new JsonArray(token.audience()))
                            .put("jti", token.id())
                            .put("iat", token.issued().getEpochSecond())
                            .put("exp", token.expires().getEpochSecond()))
                    : Optional.empty();
        } catch (InvalidTokenException e) {
            return Optional.empty();
        }
    }

    private Optional<JsonObject> ofRefreshToken(String text, Client client) {
        Optional<Table.Row<Grant>> found =
                grants.find(text).filter(row -> mayAsk(client, row.value().client()) && isGood(row.owner()));
        return found.map(
                row -> body(row.owner(), row.value().client(), row.value().scope())
                        .put("aud", row.value().resource())
                        .put("iat", row.value().replaced().getEpochSecond())
                        .put("exp", row.expires().getEpochSecond()));
    }

    private JsonObject body(String user, String client, String scope) {
        return new JsonObject()
                .put("active", true)
                .put("iss", settings.issuer())
                .put("sub", user)
                .put("username", user)
                .put("client_id", client)
                .put("scope", scope);
    }

    private boolean isGood(String user) {
        return users.find(user).filter(found -> !found.suspended()).isPresent();
    }

    private boolean mayAsk(Client client, String about) {
        Optional<User> user = client.user().flatMap(users::find);
        return client.id().equals(about)
                || user.filter(owner ->
                                owner.caller(Caller.Credential.ACCESS_TOKEN).may(Scope.ADMIN))
                        .isPresent();
    }
}
