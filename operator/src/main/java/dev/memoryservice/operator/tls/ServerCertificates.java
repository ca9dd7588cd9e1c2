package dev.memoryservice.operator.tls;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ReferencedSecret;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Looks at the certificate of a server, wherever it comes from. */
@Singleton
public class ServerCertificates {

    private final CertificateInspection inspection;
    private final CertManager certManager;

    ServerCertificates(CertificateInspection inspection, CertManager certManager) {
        this.inspection = inspection;
        this.certManager = certManager;
    }

    /** Empty where the server speaks plain HTTP. */
    public Optional<CertificateState> of(MemoryService service, Context<MemoryService> context) {
        return switch (service.declared().tls().mode()) {
            case NONE -> Optional.empty();
            case SELF_SIGNED -> Optional.of(selfSigned(service, secret(ServerNames.certificate(service), context)));
            case CERT_MANAGER -> Optional.of(issued(service, context));
            case SECRET -> Optional.of(referenced(service, context));
        };
    }

    /**
     * Whether no server could start with the certificate. Then the server, and what clients are told of it, are left as
     * they are.
     */
    public boolean block(MemoryService service, Context<MemoryService> context) {
        return of(service, context).filter(state -> !state.usable()).isPresent();
    }

    /** What clients were told to trust, PEM: the authority of the certificate, or of the last one that could be used. */
    public Optional<String> trusted(MemoryService service, Context<MemoryService> context) {
        return block(service, context)
                ? secret(ServerNames.connection(service), context)
                        .map(data -> data.get(CertificateMaterial.AUTHORITY))
                        .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8))
                : of(service, context).flatMap(CertificateState::authority);
    }

    private CertificateState selfSigned(MemoryService service, Optional<Map<String, String>> secret) {
        return secret.map(data -> inspection.of(service, data))
                .map(state -> state.notAfter()
                        .map(end -> state.renewedFrom(CertificateIssuing.renewal(service, end)))
                        .orElse(state))
                .orElseGet(() -> CertificateState.missing("Issuing", "the certificate is being issued"));
    }

    private CertificateState issued(MemoryService service, Context<MemoryService> context) {
        if (!certManager.isInstalled()) {
            return CertificateState.missing(
                    "CertManagerMissing",
                    "spec.tls.mode is CertManager, but the cluster does not know the kind Certificate of cert-manager.io/v1;"
                            + " install cert-manager, or choose mode SelfSigned or Secret");
        }
        Optional<Certificate> certificate = context.getSecondaryResourcesAsStream(Certificate.class)
                .filter(found -> found.getMetadata().getName().equals(ServerNames.server(service)))
                .findFirst();
        Optional<CertificateState> state =
                secret(ServerNames.certificate(service), context).map(data -> inspection.of(service, data));
        return IssuedCertificate.state(certificate, state);
    }

    private CertificateState referenced(MemoryService service, Context<MemoryService> context) {
        String name = ServerNames.certificate(service);
        return context.getSecondaryResourcesAsStream(ReferencedSecret.class)
                .filter(secret -> secret.name().equals(name))
                .findFirst()
                .map(secret -> inspection.of(service, secret.data()))
                .orElseGet(() -> CertificateState.missing(
                        "SecretNotFound",
                        "spec.tls.secretName names the Secret \"%s\", which does not exist in namespace \"%s\"; create it"
                                        .formatted(name, service.getMetadata().getNamespace())
                                + " with tls.crt and tls.key, or let the operator make a certificate with mode"
                                + " SelfSigned"));
    }

    private static Optional<Map<String, String>> secret(String name, Context<MemoryService> context) {
        return context.getSecondaryResourcesAsStream(Secret.class)
                .filter(secret -> secret.getMetadata().getName().equals(name))
                .findFirst()
                .map(secret -> Optional.ofNullable(secret.getData()).orElse(Map.of()));
    }
}
