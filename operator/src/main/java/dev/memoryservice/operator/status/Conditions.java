package dev.memoryservice.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Findings as the conditions of a status. */
public final class Conditions {

    private Conditions() {}

    /**
     * The conditions, with the times of those that did not change kept.
     *
     * @param generation of the resource that was observed
     * @param before the conditions that the resource has
     */
    public static List<Condition> of(List<Finding> findings, Long generation, List<Condition> before, Instant now) {
        return findings.stream()
                .map(finding -> condition(finding, generation, before, now))
                .toList();
    }

    /** The condition of the type. */
    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    /** What a condition said, once more: for an operator that has only just started and knows nothing new. */
    public static Finding repeated(ConditionType type, Condition condition) {
        Finding.Truth truth = Arrays.stream(Finding.Truth.values())
                .filter(value -> value.label().equals(condition.getStatus()))
                .findFirst()
                .orElse(Finding.Truth.UNKNOWN);
        return new Finding(type, truth, condition.getReason(), condition.getMessage());
    }

    private static Condition condition(Finding finding, Long generation, List<Condition> before, Instant now) {
        return new ConditionBuilder()
                .withType(finding.type().label())
                .withStatus(finding.truth().label())
                .withReason(finding.reason())
                .withMessage(finding.message())
                .withObservedGeneration(generation)
                .withLastTransitionTime(find(before, finding.type().label())
                        .filter(condition ->
                                condition.getStatus().equals(finding.truth().label()))
                        .map(Condition::getLastTransitionTime)
                        .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString()))
                .build();
    }
}
