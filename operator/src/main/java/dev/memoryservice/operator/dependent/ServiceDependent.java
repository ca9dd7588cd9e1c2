package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.network.ServiceSpec;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.ServerCertificates;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;

/** The stable address of the server. */
@KubernetesDependent(informer = @Informer(labelSelector = ServerLabels.MANAGED))
@Singleton
public class ServiceDependent extends OwnedDependent<Service> {

    private final ServerCertificates certificates;

    ServiceDependent(ServerCertificates certificates) {
        super(Service.class);
        this.certificates = certificates;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.server(service);
    }

    /** What clients are told changes together with the server, which waits for a certificate that can be used. */
    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return certificates.block(service, context) ? Presence.UNTOUCHED : Presence.APPLIED;
    }

    @Override
    protected Service desired(MemoryService service, Context<MemoryService> context) {
        return manifest(service);
    }

    Service manifest(MemoryService service) {
        String scheme = ServerAddress.of(service).scheme();
        ServiceSpec spec = service.declared().network().service();
        return new ServiceBuilder()
                .withMetadata(metadata(service))
                .editMetadata()
                .addToAnnotations(spec.annotations())
                .endMetadata()
                .withNewSpec()
                .withType(spec.type().label())
                .withSelector(ServerLabels.selector(service))
                .addNewPort()
                .withName(scheme)
                .withProtocol("TCP")
                .withAppProtocol(scheme)
                .withPort(ServerAddress.CLIENT_PORT)
                .withNewTargetPort(scheme)
                .withNodePort(spec.givenNodePort().orElse(null))
                .endPort()
                .endSpec()
                .build();
    }
}
