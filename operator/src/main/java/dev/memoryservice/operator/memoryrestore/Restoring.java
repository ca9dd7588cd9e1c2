package dev.memoryservice.operator.memoryrestore;

import dev.memoryservice.operator.validation.Refusal;
import java.util.Optional;

/** What can be done with a MemoryRestore now. */
sealed interface Restoring {

    /** It can be carried out. */
    record Planned(RestorePlan plan) implements Restoring {}

    /** It can be when something else is done. */
    record Waiting(String reason) implements Restoring {}

    /** It cannot be carried out. */
    record Refused(Refusal refusal) implements Restoring {}

    static Restoring refuse(String reason, String message) {
        return new Refused(new Refusal(reason, message));
    }

    default Optional<RestorePlan> planned() {
        return this instanceof Planned planned ? Optional.of(planned.plan()) : Optional.empty();
    }

    default Optional<Refusal> refused() {
        return this instanceof Refused refused ? Optional.of(refused.refusal()) : Optional.empty();
    }
}
