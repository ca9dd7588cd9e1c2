package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.tls.TLSMode;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.certmanager.api.model.v1.Issuer;
import io.fabric8.certmanager.api.model.v1.IssuerBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;

/** The Issuer of a server's own, where cert-manager makes the certificate and the user names no issuer. */
@KubernetesDependent(informer = @Informer(labelSelector = ServerLabels.MANAGED))
@Singleton
public class IssuerDependent extends OwnedDependent<Issuer> {

    public IssuerDependent() {
        super(Issuer.class);
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.server(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return Presence.of(service.declared().tls().mode() == TLSMode.CERT_MANAGER
                && service.declared().tls().givenIssuer().isEmpty());
    }

    @Override
    protected Issuer desired(MemoryService service, Context<MemoryService> context) {
        return new IssuerBuilder()
                .withMetadata(metadata(service))
                .withNewSpec()
                .withNewCa()
                .withSecretName(ServerNames.authority(service))
                .endCa()
                .endSpec()
                .build();
    }
}
