package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.tls.IssuerReference;
import dev.memoryservice.crds.v1alpha1.tls.TLSMode;
import dev.memoryservice.crds.v1alpha1.tls.TLSSpec;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.CertificateIssuing;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.CertificateBuilder;
import io.fabric8.kubernetes.api.model.Duration;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;

/**
 * What cert-manager is asked for: a certificate, in a Secret with the labels by which the operator finds what is the
 * server's.
 */
@KubernetesDependent(informer = @Informer(labelSelector = ServerLabels.MANAGED))
@Singleton
public class CertificateRequestDependent extends OwnedDependent<Certificate> {

    public CertificateRequestDependent() {
        super(Certificate.class);
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.server(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return Presence.of(service.declared().tls().mode() == TLSMode.CERT_MANAGER);
    }

    @Override
    protected Certificate desired(MemoryService service, Context<MemoryService> context) {
        return manifest(service);
    }

    Certificate manifest(MemoryService service) {
        TLSSpec tls = service.declared().tls();
        IssuerReference issuer =
                tls.givenIssuer().orElseGet(() -> new IssuerReference(ServerNames.server(service), null, null));
        return new CertificateBuilder()
                .withMetadata(metadata(service))
                .withNewSpec()
                .withSecretName(ServerNames.issuedCertificate(service))
                .withNewSecretTemplate()
                .withLabels(ServerLabels.of(service))
                .endSecretTemplate()
                .withDnsNames(CertificateIssuing.names(service))
                .withDuration(new Duration(tls.validity()))
                .withRenewBefore(new Duration(tls.renewal()))
                .withNewPrivateKey()
                .withAlgorithm("ECDSA")
                .withSize(256)
                .withRotationPolicy("Always")
                .endPrivateKey()
                .withUsages("digital signature", "server auth")
                .withRevisionHistoryLimit(2)
                .withNewIssuerRef(issuer.group(), issuer.kind(), issuer.name())
                .endSpec()
                .build();
    }
}
