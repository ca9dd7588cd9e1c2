package dev.memoryservice.operator.event;

import dev.memoryservice.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A condition that says something else than before.
 *
 * @param warning whether a person should look at it
 */
record Transition(String type, String reason, String message, boolean warning) {

    /** False for these reasons is what was asked for, or only a step on the way. */
    private static final Set<String> EXPECTED = Set.of("Suspended", "ScaledToZero", "Starting", "Issuing");

    /** They repeat what another condition says, or are a step that takes no time worth a word. */
    private static final Set<String> REPEATING =
            Set.of("NotAvailable", "Verifying", "NotAccepted", "Loading", "ServiceStarting", "NotAsked", "NotRestored");

    /**
     * What changed between the conditions of two statuses. Progressing and a condition that only follows from another
     * would repeat what that says, so they are left out.
     */
    static List<Transition> between(List<Condition> before, List<Condition> after) {
        return after.stream()
                .filter(condition -> !condition.getType().equals("Progressing"))
                .filter(condition -> !REPEATING.contains(condition.getReason()))
                .filter(condition -> hasChanged(Conditions.find(before, condition.getType()), condition))
                .map(condition -> new Transition(
                        condition.getType(),
                        condition.getReason(),
                        condition.getMessage(),
                        condition.getStatus().equals("False") && !EXPECTED.contains(condition.getReason())))
                .toList();
    }

    private static boolean hasChanged(Optional<Condition> before, Condition now) {
        return before.filter(condition -> condition.getStatus().equals(now.getStatus()))
                .filter(condition -> condition.getReason().equals(now.getReason()))
                .isEmpty();
    }
}
