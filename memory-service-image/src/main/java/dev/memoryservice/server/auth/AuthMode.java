package dev.memoryservice.server.auth;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** How clients show who they are. */
public enum AuthMode {
    /** Everybody is let in. */
    NONE,
    /** By an API key: of the environment, of the key directory, or of a user. */
    API_KEY;

    /**
     * What {@code memory-service.auth.modes} says.
     *
     * @throws ConfigurationException when it says something else
     */
    public static Set<AuthMode> of(Collection<String> words) {
        Set<AuthMode> modes = EnumSet.noneOf(AuthMode.class);
        for (String word : words) {
            modes.add(
                    switch (word.strip()) {
                        case "None" -> NONE;
                        case "APIKey" -> API_KEY;
                        default -> throw wrong(words);
                    });
        }
        if (modes.isEmpty() || (modes.contains(NONE) && modes.size() > 1)) {
            throw wrong(words);
        }
        return modes;
    }

    private static ConfigurationException wrong(Collection<String> words) {
        return new ConfigurationException("memory-service.auth.modes (MEMORY_SERVICE_AUTH_MODES) is '"
                + String.join(",", words) + "': use APIKey, or None to let everybody in");
    }
}
