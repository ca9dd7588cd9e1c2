package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import dev.memoryservice.operator.server.SecretData;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What users need to know of their MemoryService.
 *
 * @param modes the ways to authenticate that it accepts, by their names
 * @param connection what every client of it needs, by the names in connection Secrets: addresses, and the certificate
 *     authority where it speaks TLS
 * @param image the server's image, which is also the bridge for desktop clients
 * @param overflow names of the users that do not fit
 */
public record ServiceState(List<String> modes, Map<String, String> connection, String image, Set<String> overflow) {

    static final String URL = "url";
    static final String MCP_URL = "mcp-url";
    static final String AUTHORITY = "ca.crt";

    /** What of a service's connection Secret is for everyone; the key in it is not. */
    static final List<String> FOR_EVERYONE = List.of(URL, MCP_URL, "events-url", AUTHORITY);

    public ServiceState {
        modes = List.copyOf(modes);
        connection = Map.copyOf(connection);
        overflow = Set.copyOf(overflow);
    }

    /** The state of a service from its own connection Secret. */
    public static ServiceState of(MemoryService service, Secret connection, String image, Set<String> overflow) {
        Map<String, String> shared = new TreeMap<>();
        FOR_EVERYONE.forEach(name -> SecretData.entry(connection, name).ifPresent(value -> shared.put(name, value)));
        return new ServiceState(modes(service), shared, image, overflow);
    }

    static List<String> modes(MemoryService service) {
        return service.declared().auth().modes().stream().map(AuthMode::label).toList();
    }

    Optional<String> entry(String name) {
        return Optional.ofNullable(connection.get(name));
    }

    /** Whether another state differs in nothing but who does not fit. */
    boolean isSameFor(ServiceState other) {
        return modes.equals(other.modes) && connection.equals(other.connection) && image.equals(other.image);
    }
}
