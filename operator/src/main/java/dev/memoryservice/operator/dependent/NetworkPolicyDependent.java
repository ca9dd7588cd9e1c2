package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import dev.memoryservice.crds.v1alpha1.auth.AuthSpec;
import dev.memoryservice.crds.v1alpha1.auth.OAuthSpec;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.operator.config.OperatorConfig;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may connect to the server, and that it may connect to nobody but where the mode OAuth asks for it: a server with other people's memories that was taken
 * over must not be able to send them anywhere.
 */
@Singleton
public class NetworkPolicyDependent extends OwnedDependent<NetworkPolicy> {

    private static final int HTTPS = 443;

    /** Not the networks of organisations and machines (RFC 1918, 3927, 4193, 4291, 6598), where an attacker would look. */
    private static final NetworkPolicyPeer[] PUBLIC_ADDRESSES = {
        addresses(
                "0.0.0.0/0",
                "10.0.0.0/8",
                "100.64.0.0/10",
                "127.0.0.0/8",
                "169.254.0.0/16",
                "172.16.0.0/12",
                "192.168.0.0/16"),
        addresses("::/0", "::1/128", "fc00::/7", "fe80::/10")
    };

    /** Every Prometheus that the Prometheus Operator runs, in whatever namespace. */
    private static final NetworkPolicyPeer PROMETHEUS = new NetworkPolicyPeerBuilder()
            .withNewNamespaceSelector()
            .endNamespaceSelector()
            .withNewPodSelector()
            .addToMatchLabels(ServerLabels.NAME_KEY, "prometheus")
            .endPodSelector()
            .build();

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
                .addAllToEgress(ofOAuth(service.declared().auth()))
                .addAllToEgress(ofBackups(service))
                .addAllToEgress(ofTraces(service))
                .endSpec()
                .build();
    }

    /** What the mode OAuth has the server fetch: the keys of another issuer, or descriptions of clients. */
    private static List<NetworkPolicyEgressRule> ofOAuth(AuthSpec auth) {
        if (!auth.accepts(AuthMode.OAUTH)) {
            return List.of();
        }
        OAuthSpec oauth = auth.oauthSettings();
        return Stream.concat(
                        // Any address, because a policy knows no host names; the issuer may be in the cluster.
                        oauth.givenExternal().map(external -> egress(external.port())).stream(),
                        oauth.fetchesClientMetadata()
                                ? Stream.of(egress(HTTPS, PUBLIC_ADDRESSES))
                                : Stream.<NetworkPolicyEgressRule>empty())
                .toList();
    }

    /** Any address, because a policy knows no host names, and the object store may be in the cluster. */
    private static List<NetworkPolicyEgressRule> ofBackups(MemoryService service) {
        return service.declared().givenBackup().flatMap(BackupSpec::givenS3).stream()
                .map(bucket -> egress(bucket.port()))
                .toList();
    }

    /** Any address, because a policy knows no host names. */
    private static List<NetworkPolicyEgressRule> ofTraces(MemoryService service) {
        return service.declared().givenTracing().stream()
                .map(tracing -> egress(tracing.port()))
                .toList();
    }

    private static NetworkPolicyEgressRule egress(int port, NetworkPolicyPeer... to) {
        return new NetworkPolicyEgressRuleBuilder()
                .withTo(to)
                .withPorts(port("TCP", port))
                .build();
    }

    private static NetworkPolicyPeer addresses(String all, String... except) {
        return new NetworkPolicyPeerBuilder()
                .withNewIpBlock()
                .withCidr(all)
                .withExcept(except)
                .endIpBlock()
                .build();
    }

    /** No peers means everyone; as soon as the user names some, the operator, its Jobs and Prometheus have to be named as well. */
    private List<NetworkPolicyPeer> clients(MemoryService service) {
        List<NetworkPolicyPeer> given =
                service.declared().network().networkPolicy().from();
        return given.isEmpty()
                ? List.of()
                : Stream.of(
                                given.stream(),
                                config.namespace().map(NetworkPolicyDependent::operator).stream(),
                                backupJobs(service),
                                service.declared().monitoring().serviceMonitor().enabled()
                                        ? Stream.of(PROMETHEUS)
                                        : Stream.<NetworkPolicyPeer>empty())
                        .flatMap(peers -> peers)
                        .toList();
    }

    private static Stream<NetworkPolicyPeer> backupJobs(MemoryService service) {
        boolean asked = service.declared().givenBackup().isPresent()
                || service.declared().givenRestoreFrom().isPresent();
        return asked
                ? Stream.of(new NetworkPolicyPeerBuilder()
                        .withNewPodSelector()
                        .withMatchLabels(ServerLabels.backupJobs())
                        .endPodSelector()
                        .build())
                : Stream.empty();
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
