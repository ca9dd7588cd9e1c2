package dev.memoryservice.server.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A named user of this server, as the users directory has it.
 *
 * @param name unique
 * @param tenant whose memories the user works with; users may share one
 * @param scopes what the user may do at most; not empty
 * @param suspended whether the user is kept out for now
 * @param keys the API keys; several during a rotation
 * @param passwords what the user may type on the login page
 * @param oauth the client that acts in the user's name
 * @param quota how much the user may do
 * @param revision of the file: the SHA-256 of its bytes, lower-case hexadecimal
 */
public record User(
        String name,
        String tenant,
        Set<Scope> scopes,
        boolean suspended,
        List<Key> keys,
        List<SecretDigest> passwords,
        Optional<OAuthClient> oauth,
        Quota quota,
        String revision) {

    /**
     * One of the user's API keys.
     *
     * @param notAfter from when on the key opens nothing; empty for a key without an end
     */
    public record Key(SecretDigest digest, Optional<Instant> notAfter) {

        /** The first eight digits of the key's SHA-256: enough to tell keys apart, and of no use to open anything. */
        public String fingerprint() {
            return digest.fingerprint();
        }

        /** Whether the key opens nothing any more. */
        public boolean expired(Instant now) {
            return notAfter.filter(end -> !now.isBefore(end)).isPresent();
        }
    }

    /**
     * A client that acts in the user's name.
     *
     * @param secrets several during a rotation
     * @param redirectUris where an authorization may lead, compared letter by letter
     */
    public record OAuthClient(String clientId, List<SecretDigest> secrets, List<String> redirectUris) {}

    /** The user as a caller, with all of its scopes. */
    public Caller caller(Caller.Credential credential) {
        return new Caller(name, tenant, scopes, credential, quota);
    }

    /** The same who showed one of its keys. */
    Caller caller(Caller.Credential credential, Key key) {
        return new Caller(name, tenant, scopes, credential, quota, Optional.of(key.digest()));
    }
}
