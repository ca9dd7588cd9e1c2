package dev.memoryservice.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A set of named API keys, of which only SHA-256 digests are kept: a dump of the heap does not give a key away. Keys
 * are random, so that a plain digest is enough.
 */
final class ApiKeys {

    /** No key at all. */
    static final ApiKeys NONE = new ApiKeys(Map.of());

    private final Map<String, byte[]> digests;

    private ApiKeys(Map<String, byte[]> digests) {
        this.digests = digests;
    }

    /** @param keys the keys by name */
    static ApiKeys of(Map<String, String> keys) {
        return new ApiKeys(keys.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, key -> digest(key.getValue()), (first, second) -> second, TreeMap::new)));
    }

    /**
     * The name of the key that was presented. Every key is compared, in constant time, so that the time taken does
     * not tell how near a guess is.
     */
    Optional<String> nameOf(String presented) {
        byte[] digest = digest(presented);
        Optional<String> name = Optional.empty();
        for (Map.Entry<String, byte[]> key : digests.entrySet()) {
            if (MessageDigest.isEqual(key.getValue(), digest)) {
                name = Optional.of(key.getKey());
            }
        }
        return name;
    }

    /** The names of the keys. */
    Set<String> names() {
        return digests.keySet();
    }

    /** Whether both hold the same keys under the same names. */
    boolean sameAs(ApiKeys other) {
        return names().equals(other.names())
                && digests.entrySet().stream()
                        .allMatch(key -> MessageDigest.isEqual(key.getValue(), other.digests.get(key.getKey())));
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
