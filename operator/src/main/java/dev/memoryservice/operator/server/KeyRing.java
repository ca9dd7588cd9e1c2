package dev.memoryservice.operator.server;

import io.fabric8.kubernetes.api.model.Secret;
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

    /** The key that will take its place. */
    public static final String NEXT_NAME = DEFAULT_NAME + "-next";

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
            String key = SecretData.decode(encoded).strip();
            if (!key.isEmpty()) {
                keys.put(name, key);
            }
        });
        return new KeyRing(keys);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The key for clients and for the operator's own requests: {@code default}, or else the first by name. */
    public Optional<String> clientKey() {
        return Optional.ofNullable(keys.get(DEFAULT_NAME))
                .or(() -> keys.values().stream().findFirst());
    }

    /** The generated key that will replace {@code default} when the server accepts it; empty while none is to. */
    public Optional<String> nextKey() {
        return Optional.ofNullable(keys.get(NEXT_NAME));
    }

    @Override
    public String toString() {
        return "KeyRing" + keys.keySet();
    }
}
