package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.operator.validation.Refusal;
import dev.memoryservice.operator.verification.KnownUser;
import java.time.Instant;
import java.util.Optional;

/**
 * What there is of one user.
 *
 * @param refusal why the spec is not carried out, empty if it is
 * @param serviceKnown whether the MemoryService has been reconciled since the operator started
 * @param credentials as the connection Secret holds them
 * @param loaded whether the server knows the user as it is declared; empty until it was asked
 * @param known what the server said about the user
 * @param problem why the server could not be asked last
 * @param now the time
 */
record UserObservation(
        Optional<Refusal> refusal,
        boolean serviceKnown,
        Optional<Credentials> credentials,
        Optional<Boolean> loaded,
        Optional<KnownUser> known,
        Optional<String> problem,
        Instant now) {}
