package dev.memoryservice.server.gate;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names that requests may be addressed to. A page of a foreign site whose name was pointed at this server
 * (DNS rebinding) still sends the foreign name.
 *
 * <p>The names of the loopback are always trusted: whoever forwards a port sends them, and a page of a foreign site
 * never does.
 */
final class TrustedHosts {

    /** As requests have them; an IPv6 address may come with or without its brackets. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private final Set<String> names;

    /** @param names host names without port; none allows all */
    TrustedHosts(Collection<String> names) {
        this.names = names.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** @param host the name without port, as the request has it */
    boolean trusts(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return names.isEmpty() || LOOPBACK.contains(name) || names.contains(name);
    }
}
