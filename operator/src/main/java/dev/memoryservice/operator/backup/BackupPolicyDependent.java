package dev.memoryservice.operator.backup;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.dependent.OwnedDependent;
import dev.memoryservice.operator.dependent.Presence;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;

/** Whom the Jobs of a service may talk to: memory servers of the namespace, and nobody may talk to them. */
@Singleton
public class BackupPolicyDependent extends OwnedDependent<NetworkPolicy> {

    public BackupPolicyDependent() {
        super(NetworkPolicy.class);
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.backup(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        boolean hasJobs = service.declared().givenBackup().isPresent()
                || service.declared().givenRestoreFrom().isPresent();
        return Presence.of(
                hasJobs && service.declared().network().networkPolicy().enabled());
    }

    @Override
    protected NetworkPolicy desired(MemoryService service, Context<MemoryService> context) {
        return new NetworkPolicyBuilder()
                .withMetadata(metadata(service))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(ServerLabels.backups(ServerNames.server(service)))
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                // Any address, because a name service may run on the node itself, where no selector finds it.
                .addNewEgress()
                .withPorts(port("UDP", 53), port("TCP", 53))
                .endEgress()
                // Not only the own one: a restore reads from another.
                .addNewEgress()
                .addNewTo()
                .withNewPodSelector()
                .withMatchLabels(ServerLabels.servers())
                .endPodSelector()
                .endTo()
                .withPorts(port("TCP", ServerAddress.CLIENT_PORT))
                .endEgress()
                .endSpec()
                .build();
    }

    private static NetworkPolicyPort port(String protocol, int port) {
        return new NetworkPolicyPortBuilder()
                .withProtocol(protocol)
                .withPort(new IntOrString(port))
                .build();
    }
}
