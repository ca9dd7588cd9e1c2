package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;

/** The server's identity: without rights, and without a token in the Pod. */
@KubernetesDependent(informer = @Informer(labelSelector = ServerLabels.MANAGED))
@Singleton
public class ServiceAccountDependent extends OwnedDependent<ServiceAccount> {

    public ServiceAccountDependent() {
        super(ServiceAccount.class);
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.server(service);
    }

    @Override
    protected ServiceAccount desired(MemoryService service, Context<MemoryService> context) {
        return new ServiceAccountBuilder()
                .withMetadata(metadata(service))
                .withAutomountServiceAccountToken(false)
                .build();
    }
}
