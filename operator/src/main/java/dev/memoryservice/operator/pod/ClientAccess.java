package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.network.NetworkSpec;
import dev.memoryservice.operator.server.ServerAddress;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.List;
import java.util.stream.Stream;

/** Which Host headers and which web pages the server accepts. */
final class ClientAccess implements PodFeature {

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        NetworkSpec network = service.declared().network();
        return PodFeature.editServer(
                pod,
                server -> server.addToEnv(
                        PodFeature.variable("MEMORY_SERVICE_ALLOWED_HOSTS", String.join(",", allowedHosts(service))),
                        PodFeature.variable(
                                "MEMORY_SERVICE_CORS_ALLOWED_ORIGINS",
                                String.join(",", network.cors().allowedOrigins()))));
    }

    /** An empty list allows every name; otherwise clients inside the cluster, the operator among them, stay allowed. */
    private static List<String> allowedHosts(MemoryService service) {
        List<String> given = service.declared().network().allowedHosts();
        return given.isEmpty()
                ? List.of()
                : Stream.concat(given.stream(), ServerAddress.of(service).hostNames().stream())
                        .distinct()
                        .toList();
    }
}
