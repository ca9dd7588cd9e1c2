package dev.memoryservice.server.oauth.authorization;

import java.time.Instant;

/**
 * What is kept of an authorization code, by its digest.
 *
 * @param goodUntil when it can be redeemed no more; it is remembered longer, to notice a second time
 * @param grant the grant it was redeemed for; empty before
 */
record IssuedCode(
        String client,
        String redirectUri,
        String challenge,
        String scope,
        String resource,
        Instant goodUntil,
        String grant) {

    IssuedCode redeemedFor(String id) {
        return new IssuedCode(client, redirectUri, challenge, scope, resource, goodUntil, id);
    }
}
