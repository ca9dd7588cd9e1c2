package dev.memoryservice.server.oauth.client;

import dev.memoryservice.server.auth.SecretDigest;
import java.util.List;
import java.util.Optional;

/**
 * An application that asks for tokens.
 *
 * @param name what it calls itself, for people
 * @param secrets what it may prove itself with; a public client has none
 * @param redirectUris where an answer may lead
 * @param user the user in whose name the client acts by itself; empty when it has to be let in
 * @param origin how the server knows it
 */
public record Client(
        String id,
        String name,
        List<SecretDigest> secrets,
        List<String> redirectUris,
        Optional<String> user,
        Origin origin) {

    /** How the server knows a client. */
    public enum Origin {
        /** It belongs to a user of the users directory. */
        USER,
        /** It has registered itself. */
        REGISTERED,
        /** Its id is the address of its description. */
        DOCUMENT
    }

    /** Whether it cannot keep a secret. */
    public boolean isPublic() {
        return secrets.isEmpty();
    }

    /** Whether a secret is one of the client's. Every one is compared. */
    boolean hasSecret(String secret) {
        SecretDigest presented = SecretDigest.of(secret);
        return secrets.stream().filter(presented::equals).count() > 0;
    }
}
