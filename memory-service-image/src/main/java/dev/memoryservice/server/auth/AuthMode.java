package dev.memoryservice.server.auth;

import dev.memoryservice.server.ServerConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** How clients show who they are. */
public enum AuthMode {
    /** Everybody is let in. */
    NONE,
    /** By an API key: of the environment, of the key directory, or of a user. */
    API_KEY,
    /** By an access token. */
    OAUTH;

    /**
     * The modes that are on.
     *
     * @throws ConfigurationException when there is no such mode, or none that goes with the others
     */
    public static Set<AuthMode> of(ServerConfig config) {
        Set<AuthMode> modes = of(config.auth().modes());
        if (config.oauth().enabled() && !modes.contains(NONE)) {
            modes.add(OAUTH);
        }
        return modes;
    }

    private static Set<AuthMode> of(Collection<String> words) {
        Set<AuthMode> modes = EnumSet.noneOf(AuthMode.class);
        for (String word : words) {
            modes.add(
                    switch (word.strip()) {
                        case "None" -> NONE;
                        case "APIKey" -> API_KEY;
                        case "OAuth" -> OAUTH;
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
                + String.join(",", words) + "': use APIKey, OAuth or both, or None to let everybody in");
    }
}
