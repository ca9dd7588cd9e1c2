package dev.memoryservice.operator.verification;

import java.util.Optional;

/** Ends a verification with a reason for people; never leaves this package. */
final class VerificationFailure extends Exception {

    private final String reason;

    VerificationFailure(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    Verification.Failed outcome(Optional<VolumeUse> volume) {
        return new Verification.Failed(reason, getMessage(), volume);
    }
}
