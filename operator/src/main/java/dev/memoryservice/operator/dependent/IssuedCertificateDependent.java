package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.tls.TLSMode;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.ServerCertificates;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;

/**
 * The Secret in which cert-manager keeps the certificate. Its content is cert-manager's; the operator adds the owner, so
 * that the key does not outlive the server, which cert-manager would let it.
 */
@Singleton
public class IssuedCertificateDependent extends OwnedDependent<Secret> {

    private final ServerCertificates certificates;

    IssuedCertificateDependent(ServerCertificates certificates) {
        super(Secret.class);
        this.certificates = certificates;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.issuedCertificate(service);
    }

    /** Not deleted before there is another one that the server can use in its place. */
    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        if (service.declared().tls().mode() == TLSMode.CERT_MANAGER) {
            return getSecondaryResource(service, context).isPresent() ? Presence.APPLIED : Presence.UNTOUCHED;
        }
        return certificates.block(service, context) ? Presence.UNTOUCHED : Presence.ABSENT;
    }

    @Override
    protected Secret desired(MemoryService service, Context<MemoryService> context) {
        return new SecretBuilder().withMetadata(metadata(service)).build();
    }
}
