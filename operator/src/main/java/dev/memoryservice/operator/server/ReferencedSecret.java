package dev.memoryservice.operator.server;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Secret that a resource refers to, as it was when last read. {@code toString} says the name only.
 *
 * @param name its name
 * @param data its entries, encoded as the API has them
 */
public record ReferencedSecret(String name, Map<String, String> data) {

    public ReferencedSecret {
        data = Collections.unmodifiableMap(new TreeMap<>(data));
    }

    /** Its entries as API keys. */
    public KeyRing keys() {
        return KeyRing.of(data);
    }

    @Override
    public String toString() {
        return "ReferencedSecret " + name;
    }
}
