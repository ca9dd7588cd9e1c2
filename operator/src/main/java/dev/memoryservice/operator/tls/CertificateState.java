package dev.memoryservice.operator.tls;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the certificate of one server.
 *
 * @param usable whether a server can start with it; without it, one that runs is left as it is
 * @param ready whether clients can trust it now
 * @param reason one word in CamelCase
 * @param message what there is, or what is wrong and what to do
 * @param notAfter when it expires, if there is one that can be read
 * @param renewal when it is renewed, if the operator or cert-manager does so
 * @param authority what clients are to trust, PEM; empty where it is theirs already, or not known
 */
public record CertificateState(
        boolean usable,
        boolean ready,
        String reason,
        String message,
        Optional<Instant> notAfter,
        Optional<Instant> renewal,
        Optional<String> authority) {

    /** There is none that a server could start with. */
    static CertificateState missing(String reason, String message) {
        return new CertificateState(
                false, false, reason, message, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static CertificateState missing(CertificateProblem problem) {
        return missing(problem.reason(), problem.getMessage());
    }

    /** The same certificate, about which there is something to say. */
    CertificateState notReady(String why, String words) {
        return new CertificateState(usable, false, why, words, notAfter, renewal, authority);
    }

    /** The same certificate, of which it is known when it is renewed. */
    CertificateState renewedFrom(Instant time) {
        return new CertificateState(
                usable,
                ready,
                reason,
                ready ? message + ", and renewed from " + time : message,
                notAfter,
                Optional.of(time),
                authority);
    }

    /** When the state changes by itself, after the given time. */
    public Optional<Instant> nextChange(Instant after) {
        return renewal.filter(after::isBefore).or(() -> notAfter.filter(after::isBefore));
    }
}
