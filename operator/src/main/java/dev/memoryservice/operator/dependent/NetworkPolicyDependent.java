package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.config.OperatorConfig;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may connect to the server, and that it may connect to nobody: a server with other people's memories that was taken
 * over must not be able to send them anywhere.
 */
@KubernetesDependent(informer = @Informer(labelSelector = ServerLabels.MANAGED))
@Singleton
public class NetworkPolicyDependent extends OwnedDependent<NetworkPolicy> {

    private final OperatorConfig config;

    NetworkPolicyDependent(OperatorConfig config) {
        super(NetworkPolicy.class);
        this.config = config;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.server(service);
    }

    @Override
    protected NetworkPolicy desired(MemoryService service, Context<MemoryService> context) {
        return manifest(service);
    }

    NetworkPolicy manifest(MemoryService service) {
        return new NetworkPolicyBuilder()
                .withMetadata(metadata(service))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(ServerLabels.selector(service))
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .addNewIngress()
                .withFrom(clients(service))
                .withPorts(port("TCP", ServerAddress.CLIENT_PORT))
                .endIngress()
                // Any address, because a name service may run on the node itself, where no selector finds it.
                .addNewEgress()
                .withPorts(port("UDP", 53), port("TCP", 53))
                .endEgress()
                .endSpec()
                .build();
    }

    /** No peers means everyone; as soon as the user names some, the operator has to be named as well. */
    private List<NetworkPolicyPeer> clients(MemoryService service) {
        List<NetworkPolicyPeer> given =
                service.declared().network().networkPolicy().from();
        return given.isEmpty()
                ? List.of()
                : Stream.concat(given.stream(), config.namespace().map(NetworkPolicyDependent::operator).stream())
                        .toList();
    }

    private static NetworkPolicyPeer operator(String namespace) {
        return new NetworkPolicyPeerBuilder()
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", namespace)
                .endNamespaceSelector()
                .withNewPodSelector()
                .addToMatchLabels(ServerLabels.NAME_KEY, ServerLabels.OPERATOR)
                .endPodSelector()
                .build();
    }

    private static NetworkPolicyPort port(String protocol, int port) {
        return new NetworkPolicyPortBuilder()
                .withProtocol(protocol)
                .withPort(new IntOrString(port))
                .build();
    }
}
