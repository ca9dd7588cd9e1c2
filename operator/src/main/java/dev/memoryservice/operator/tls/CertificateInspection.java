package dev.memoryservice.operator.tls;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerNames;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Looks at a certificate as a client of the server will. */
@Singleton
class CertificateInspection {

    private final Clock clock;

    @Inject
    CertificateInspection() {
        this(Clock.systemUTC());
    }

    CertificateInspection(Clock clock) {
        this.clock = clock;
    }

    /** What a client would make of the entries of the server's Secret, encoded as the API has them. */
    CertificateState of(MemoryService service, Map<String, String> data) {
        String secret = ServerNames.certificate(service);
        CertificateMaterial material;
        try {
            material = CertificateMaterial.read(secret, data);
        } catch (CertificateProblem problem) {
            return CertificateState.missing(problem);
        }
        Instant now = clock.instant();
        String host = ServerAddress.of(service).host();
        CertificateState found = new CertificateState(
                true,
                true,
                "Valid",
                "the certificate is valid until " + material.notAfter(),
                Optional.of(material.notAfter()),
                Optional.empty(),
                material.authorityText());
        if (!now.isBefore(material.notAfter())) {
            return found.notReady(
                    "Expired",
                    "the certificate in the Secret \"%s\" expired at %s, so clients refuse it; replace it"
                            .formatted(secret, material.notAfter()));
        }
        if (now.isBefore(material.notBefore())) {
            return found.notReady(
                    "NotYetValid",
                    "the certificate in the Secret \"%s\" is valid from %s only, so clients refuse it; replace it"
                            .formatted(secret, material.notBefore()));
        }
        if (!material.leadsToAuthority(now)) {
            return found.notReady(
                    "AuthorityMismatch",
                    "the certificate in the Secret \"%s\" was not signed by its ca.crt; correct ca.crt, or add the"
                                    .formatted(secret)
                            + " certificates between the two to tls.crt");
        }
        return material.isFor(host)
                ? found
                : found.notReady(
                        "NameMismatch",
                        "the certificate in the Secret \"%s\" is for %s and not for %s, by which clients in the cluster and"
                                        .formatted(secret, String.join(", ", material.names()), host)
                                + " the operator call the server; get one with this name as well");
    }
}
