package dev.memoryservice.server.oauth.token;

import java.time.Instant;

/**
 * What a user allowed a client, and where its refresh token is. Of the tokens only digests are kept.
 *
 * @param client the client's id
 * @param clientName what the user was shown
 * @param scope what was allowed, in words
 * @param resource the audience of its access tokens
 * @param generation how often the refresh token was replaced
 * @param current the digest of the refresh token of this generation
 * @param previous the digest of the one before; empty at first
 * @param key what the secret of this generation was derived with from the one before, so that a client whose answer
 *     was lost gets the same again
 * @param granted when the user allowed it
 * @param replaced when this generation began
 */
public record Grant(
        String client,
        String clientName,
        String scope,
        String resource,
        long generation,
        String current,
        String previous,
        String key,
        Instant granted,
        Instant replaced) {

    /** The next generation. */
    Grant next(String digest, String derivation, Instant now) {
        return new Grant(
                client, clientName, scope, resource, generation + 1, digest, current, derivation, granted, now);
    }
}
