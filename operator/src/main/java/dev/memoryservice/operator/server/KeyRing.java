package dev.memoryservice.operator.server;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The named API keys of a server, by name. {@code toString} says the names only, so that no key reaches a log.
 *
 * @param keys the keys in clear text, by their name
 */
public record KeyRing(SortedMap<String, String> keys) {

    /** The key that the operator makes, and the one that it hands to clients while it exists. */
    public static final String DEFAULT_NAME = "default";

    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    public KeyRing {
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    }

    /** The entries of a Secret; blank ones are no keys. */
    public static KeyRing of(Secret secret) {
        return of(Optional.ofNullable(secret.getData()).orElse(Map.of()));
    }

    /** The entries of a Secret, encoded as the API has them; blank ones are no keys. */
    static KeyRing of(Map<String, String> data) {
        SortedMap<String, String> keys = new TreeMap<>();
        data.forEach((name, encoded) -> {
            String key = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).strip();
            if (!key.isEmpty()) {
                keys.put(name, key);
            }
        });
        return new KeyRing(keys);
    }

    /** One new key of 256 random bits, as 43 characters of base64url. */
    public static KeyRing generate() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return new KeyRing(new TreeMap<>(
                Map.of(DEFAULT_NAME, Base64.getUrlEncoder().withoutPadding().encodeToString(key))));
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The key for clients and for the operator's own requests: {@code default}, or else the first by name. */
    public Optional<String> clientKey() {
        return Optional.ofNullable(keys.get(DEFAULT_NAME))
                .or(() -> keys.values().stream().findFirst());
    }

    @Override
    public String toString() {
        return "KeyRing" + keys.keySet();
    }
}
