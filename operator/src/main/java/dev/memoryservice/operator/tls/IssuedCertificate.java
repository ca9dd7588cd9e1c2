package dev.memoryservice.operator.tls;

import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.CertificateCondition;
import io.fabric8.certmanager.api.model.v1.CertificateStatus;
import java.time.Instant;
import java.util.Optional;

/** What cert-manager says about a certificate, and what it has put into the Secret. */
final class IssuedCertificate {

    private IssuedCertificate() {}

    /**
     * The two together.
     *
     * @param inSecret what the Secret holds, empty while there is none
     */
    static CertificateState state(Optional<Certificate> certificate, Optional<CertificateState> inSecret) {
        Optional<CertificateState> good = inSecret.filter(CertificateState::ready);
        if (good.isPresent() && isTrue(certificate, "Ready")) {
            return renewal(certificate).map(good.get()::renewedFrom).orElse(good.get());
        }
        Optional<CertificateCondition> failed = condition(certificate, "Issuing")
                .filter(issuing -> "False".equals(issuing.getStatus()) && "Failed".equals(issuing.getReason()));
        String reason = failed.isPresent() ? "IssuingFailed" : "Issuing";
        String words = failed.or(() -> condition(certificate, "Ready"))
                .map(CertificateCondition::getMessage)
                .orElse("it has not looked at the Certificate yet");
        String message =
                "cert-manager is to issue the certificate: %s; see `kubectl describe certificate`, and whether the issuer of spec.tls.certManager is ready"
                        .formatted(words);
        return inSecret.map(state -> state.ready() || failed.isPresent() ? state.notReady(reason, message) : state)
                .orElseGet(() -> CertificateState.missing(reason, message));
    }

    private static Optional<Instant> renewal(Optional<Certificate> certificate) {
        return certificate
                .map(Certificate::getStatus)
                .map(CertificateStatus::getRenewalTime)
                .map(Instant::parse);
    }

    private static boolean isTrue(Optional<Certificate> certificate, String type) {
        return condition(certificate, type)
                .filter(found -> "True".equals(found.getStatus()))
                .isPresent();
    }

    private static Optional<CertificateCondition> condition(Optional<Certificate> certificate, String type) {
        return certificate.map(Certificate::getStatus).flatMap(status -> status.getConditions().stream()
                .filter(found -> type.equals(found.getType()))
                .findFirst());
    }
}
