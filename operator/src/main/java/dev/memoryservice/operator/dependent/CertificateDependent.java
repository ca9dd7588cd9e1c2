package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.tls.TLSMode;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.CertificateIssuing;
import dev.memoryservice.operator.tls.ServerCertificates;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;

/** The Secret with the certificate that the operator makes and renews; the server's Pod mounts it. */
@Singleton
public class CertificateDependent extends OwnedDependent<Secret> {

    private final CertificateIssuing issuing;
    private final ServerCertificates certificates;

    CertificateDependent(CertificateIssuing issuing, ServerCertificates certificates) {
        super(Secret.class);
        this.issuing = issuing;
        this.certificates = certificates;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.ownCertificate(service);
    }

    /** Not deleted before there is another one that the server can use in its place. */
    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        if (service.declared().tls().mode() == TLSMode.SELF_SIGNED) {
            return Presence.APPLIED;
        }
        return certificates.block(service, context) ? Presence.UNTOUCHED : Presence.ABSENT;
    }

    @Override
    protected Secret desired(MemoryService service, Context<MemoryService> context) {
        return new SecretBuilder()
                .withMetadata(metadata(service))
                .withType("kubernetes.io/tls")
                .withData(issuing.certificate(
                        service,
                        getSecondaryResource(service, context).map(Secret::getData),
                        authority(service, context).getData()))
                .build();
    }

    /** Made before this, because the workflow says so. */
    private static Secret authority(MemoryService service, Context<MemoryService> context) {
        return context.getSecondaryResourcesAsStream(Secret.class)
                .filter(secret -> secret.getMetadata().getName().equals(ServerNames.authority(service)))
                .findFirst()
                .orElseThrow();
    }

    /** Only onto the version that was read, so that a renewal by another operator wins. */
    @Override
    public Secret update(Secret actual, Secret desired, MemoryService service, Context<MemoryService> context) {
        desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
        return super.update(actual, desired, service, context);
    }
}
