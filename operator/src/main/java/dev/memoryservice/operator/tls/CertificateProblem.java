package dev.memoryservice.operator.tls;

/** Why a certificate cannot serve; never leaves this package. */
final class CertificateProblem extends Exception {

    private final String reason;

    /**
     * A problem.
     *
     * @param reason one word in CamelCase
     * @param message what is wrong and what to do, without anything of the key
     */
    CertificateProblem(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
