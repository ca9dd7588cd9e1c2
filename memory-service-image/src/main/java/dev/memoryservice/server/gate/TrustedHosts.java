package dev.memoryservice.server.gate;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names that requests may be addressed to. A page of a foreign site whose name was pointed at this server
 * (DNS rebinding) still sends the foreign name.
 */
final class TrustedHosts {

    private final Set<String> names;

    /** @param names host names without port; none allows all */
    TrustedHosts(Collection<String> names) {
        this.names = names.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** @param host the name without port, as the request has it */
    boolean trusts(String host) {
        return names.isEmpty() || names.contains(host.toLowerCase(Locale.ROOT));
    }
}
