package dev.memoryservice.server.oauth.token;

import dev.memoryservice.server.oauth.client.Client;
import dev.memoryservice.server.oauth.client.ClientAuthentication;
import dev.memoryservice.server.oauth.http.Answer;
import dev.memoryservice.server.oauth.http.OAuthRequest;
import dev.memoryservice.server.oauth.http.Parameters;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Ends a token of the client that asks (RFC 7009): an access token by itself, a refresh token with the grant and its
 * access tokens. A token that is not good is answered like one that was.
 */
@Singleton
public final class RevocationEndpoint {

    private static final Logger LOG = Logger.getLogger(RevocationEndpoint.class);

    private final ClientAuthentication authentication;
    private final AccessTokens tokens;
    private final Revocations revocations;
    private final Grants grants;

    RevocationEndpoint(
            ClientAuthentication authentication, AccessTokens tokens, Revocations revocations, Grants grants) {
        this.authentication = authentication;
        this.tokens = tokens;
        this.revocations = revocations;
        this.grants = grants;
    }

    public Answer revoke(OAuthRequest request) {
        Parameters form = request.form();
        Client client = authentication.authenticate(request, form);
        String token = form.require("token");
        if (Jwt.looksLikeOne(token)) {
            revokeAccessToken(token, client);
        } else {
            grants.ofFamily(token)
                    .filter(row -> row.value().client().equals(client.id()))
                    .ifPresent(row -> {
                        grants.end(row.id());
                        LOG.infof("OAuth: the client '%s' ended its grant of the user '%s'", client.id(), row.owner());
                    });
        }
        return new Answer(200, Map.of(), "");
    }

    private void revokeAccessToken(String token, Client client) {
        try {
            AccessToken good = tokens.check(token);
            if (good.client().equals(client.id())) {
                revocations.add(good.id(), good.expires());
                LOG.infof("OAuth: the client '%s' revoked an access token of the user '%s'", client.id(), good.user());
            }
        } catch (InvalidTokenException e) {
            // It is good for nothing already.
        }
    }
}
