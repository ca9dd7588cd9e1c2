package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.network.ServiceSpec;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
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

    public ServiceDependent() {
        super(Service.class);
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.server(service);
    }

    @Override
    protected Service desired(MemoryService service, Context<MemoryService> context) {
        return manifest(service);
    }

    Service manifest(MemoryService service) {
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
                .withName("http")
                .withProtocol("TCP")
                .withPort(ServerAddress.CLIENT_PORT)
                .withNewTargetPort("http")
                .withNodePort(spec.givenNodePort().orElse(null))
                .endPort()
                .endSpec()
                .build();
    }
}
