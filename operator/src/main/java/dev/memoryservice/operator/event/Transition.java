package dev.memoryservice.operator.event;

import dev.memoryservice.crds.v1alpha1.status.MemoryServiceStatus;
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

    /**
     * What changed between two statuses. Progressing and a Verified that only follows from Available would repeat what
     * another condition says, so they are left out.
     */
    static List<Transition> between(MemoryServiceStatus before, MemoryServiceStatus after) {
        return after.conditions().stream()
                .filter(condition -> !condition.getType().equals("Progressing"))
                .filter(condition -> !Set.of("NotAvailable", "Verifying").contains(condition.getReason()))
                .filter(condition -> hasChanged(find(before, condition.getType()), condition))
                .map(condition -> new Transition(
                        condition.getType(),
                        condition.getReason(),
                        condition.getMessage(),
                        condition.getStatus().equals("False") && !EXPECTED.contains(condition.getReason())))
                .toList();
    }

    private static Optional<Condition> find(MemoryServiceStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    private static boolean hasChanged(Optional<Condition> before, Condition now) {
        return before.filter(condition -> condition.getStatus().equals(now.getStatus()))
                .filter(condition -> condition.getReason().equals(now.getReason()))
                .isEmpty();
    }
}
