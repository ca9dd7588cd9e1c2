package dev.memoryservice.server.gate;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sites whose pages may call. Browsers name the site in {@code Origin}; programs send none and are not meant.
 * The MCP transport demands this check, and the other paths deserve it as well.
 */
final class TrustedOrigins {

    private static final String ANY = "*";

    private final Set<String> origins;

    /** @param origins like {@code https://memory.example.com}, compared letter by letter; {@code *} allows all */
    TrustedOrigins(Collection<String> origins) {
        this.origins = origins.stream().map(String::strip).collect(Collectors.toSet());
    }

    /**
     * @param origin the site that the page came from
     * @param own this server as the request addresses it, {@code scheme://host:port}
     */
    boolean trusts(String origin, String own) {
        return origin.equals(own) || origins.contains(origin) || origins.contains(ANY);
    }
}
