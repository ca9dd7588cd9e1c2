package dev.memoryservice.operator.server;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.status.Endpoints;
import java.util.List;

/**
 * Where the server of a resource answers inside the cluster.
 *
 * @param secure whether it speaks HTTPS, and then nothing else
 */
public record ServerAddress(String name, String namespace, boolean secure) {

    /** The one port for clients. */
    public static final int CLIENT_PORT = 8000;

    /** The port for the kubelet's probes, which is not part of the Service. */
    public static final int PROBE_PORT = 9000;

    public static ServerAddress of(MemoryService service) {
        return new ServerAddress(
                service.getMetadata().getName(),
                service.getMetadata().getNamespace(),
                service.declared().tls().enabled());
    }

    /** The protocol, which is also the name of the port. */
    public String scheme() {
        return secure ? "https" : "http";
    }

    /** Base address, without a slash at the end. */
    public String url() {
        return scheme() + "://" + host() + ":" + CLIENT_PORT;
    }

    public String mcpUrl() {
        return url() + "/mcp";
    }

    public String eventsUrl() {
        return url() + "/api/events";
    }

    public Endpoints endpoints() {
        return new Endpoints(url() + "/api", mcpUrl(), eventsUrl(), url() + "/");
    }

    /** Every name under which a Pod of the cluster may speak to the Service. */
    public List<String> hostNames() {
        return List.of(name, name + "." + namespace, host(), host() + ".cluster.local");
    }

    /** The name that clients are told. */
    public String host() {
        return name + "." + namespace + ".svc";
    }
}
