package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.tls.TLSMode;
import dev.memoryservice.crds.v1alpha1.tls.TLSSpec;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.CertificateIssuing;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;

/**
 * The Secret with the authority of a server's own, key included: for the operator, or for an Issuer of cert-manager. No
 * Pod mounts it.
 */
@Singleton
public class AuthorityDependent extends OwnedDependent<Secret> {

    private final CertificateIssuing issuing;

    AuthorityDependent(CertificateIssuing issuing) {
        super(Secret.class);
        this.issuing = issuing;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.authority(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        TLSSpec tls = service.declared().tls();
        return Presence.of(tls.mode() == TLSMode.SELF_SIGNED
                || (tls.mode() == TLSMode.CERT_MANAGER && tls.givenIssuer().isEmpty()));
    }

    @Override
    protected Secret desired(MemoryService service, Context<MemoryService> context) {
        return new SecretBuilder()
                .withMetadata(metadata(service))
                .withType("kubernetes.io/tls")
                .withData(issuing.authority(
                        service, getSecondaryResource(service, context).map(Secret::getData)))
                .build();
    }

    /** Only onto the version that the authority was read from, so that two operators never make two authorities. */
    @Override
    public Secret update(Secret actual, Secret desired, MemoryService service, Context<MemoryService> context) {
        desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
        return super.update(actual, desired, service, context);
    }
}
