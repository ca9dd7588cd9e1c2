package dev.memoryservice.server.auth;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A set of named API keys, of which only digests are kept. */
final class ApiKeys {

    /** No key at all. */
    static final ApiKeys NONE = new ApiKeys(Map.of());

    private final Map<SecretDigest, String> names;

    private ApiKeys(Map<SecretDigest, String> names) {
        this.names = names;
    }

    /** @param keys the keys by name; of names for the same key the first one counts */
    static ApiKeys of(Map<String, String> keys) {
        Map<SecretDigest, String> names = new HashMap<>();
        new TreeMap<>(keys).forEach((name, key) -> names.putIfAbsent(SecretDigest.of(key), name));
        return new ApiKeys(names);
    }

    /** The name of the key that was presented. */
    Optional<String> nameOf(SecretDigest presented) {
        return Optional.ofNullable(names.get(presented));
    }

    /** The names of the keys. */
    Set<String> names() {
        return new TreeSet<>(names.values());
    }

    /** Whether both hold the same keys under the same names. */
    boolean sameAs(ApiKeys other) {
        return names.equals(other.names);
    }
}
