package dev.memoryservice.server.auth;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that are given by environment, by name. */
final class EnvironmentKeys {

    /** The name of the key that is given without one. */
    private static final String DEFAULT_KEY = "default";

    private EnvironmentKeys() {}

    /**
     * @param single one key, without a name
     * @param named keys as {@code name:key}
     * @throws ConfigurationException when one is not of this form or a name is there twice; no key is quoted
     */
    static Map<String, String> of(Optional<String> single, Optional<List<String>> named) {
        Map<String, String> keys = new HashMap<>();
        List<String> entries = named.orElse(List.of()).stream()
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        for (int i = 0; i < entries.size(); i++) {
            int colon = entries.get(i).indexOf(':');
            String name = colon < 0 ? "" : entries.get(i).substring(0, colon).strip();
            String key = entries.get(i).substring(colon + 1).strip();
            if (name.isEmpty() || key.isEmpty()) {
                throw new ConfigurationException("Entry " + (i + 1) + " of " + entries.size()
                        + " of MCP_API_KEYS is not of the form name:key; separate the entries by commas");
            }
            if (keys.put(name, key) != null) {
                throw new ConfigurationException(
                        "MCP_API_KEYS has two keys of the name '" + name + "': give each a name of its own");
            }
        }
        single.map(String::strip).filter(key -> !key.isEmpty()).ifPresent(key -> {
            if (keys.put(DEFAULT_KEY, key) != null) {
                throw new ConfigurationException("MCP_API_KEYS has a key of the name '" + DEFAULT_KEY
                        + "', which is the name of the key in MCP_API_KEY: rename it, or leave one of them out");
            }
        });
        return keys;
    }
}
