package dev.memoryservice.operator.volume;

import static dev.memoryservice.operator.status.ConditionType.VOLUME_EXPANDABLE;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.status.Conditions;
import dev.memoryservice.operator.status.Finding;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimCondition;
import java.util.Optional;
import java.util.Set;

/** The condition VolumeExpandable, without numbers that change with every memory. */
final class GrowthFinding {

    private static final Set<String> FAILURES = Set.of("ControllerResizeError", "NodeResizeError");

    private GrowthFinding() {}

    /**
     * What there is to say now.
     *
     * @param refusal why the API server did not let the volume grow
     */
    static Finding of(MemoryService service, GrowthPlan plan, Optional<String> refusal) {
        String name = plan.claim().getMetadata().getName();
        if (refusal.isPresent()) {
            return Finding.no(
                    VOLUME_EXPANDABLE,
                    "GrowthRefused",
                    "the volume \"%s\" is to grow, but the API server refuses that: %s; restore a backup into a MemoryService"
                                    .formatted(name, refusal.get())
                            + " whose storage class has allowVolumeExpansion: true, or delete memories");
        }
        Optional<String> failure = failure(plan);
        if (failure.isPresent()) {
            return Finding.no(
                    VOLUME_EXPANDABLE,
                    "GrowthFailed",
                    "the storage could not make the volume \"%s\" larger: %s; it tries again by itself, see the Events of"
                                    .formatted(name, failure.get())
                            + " the claim");
        }
        if (plan.isNotItsOwn()) {
            return Finding.no(
                    VOLUME_EXPANDABLE,
                    "VolumeNotBounded",
                    "the file system of the volume \"%s\" is more than twice as large as the volume, so its storage does not"
                                    .formatted(name)
                            + " keep to sizes and growing it would change nothing; remove storage.autoGrow");
        }
        if (plan.isGrowing()) {
            return Finding.yes(
                    VOLUME_EXPANDABLE,
                    "Growing",
                    "the volume \"%s\" is being made larger; where its storage can do that only while no Pod uses it,"
                                    .formatted(name)
                            + " restart the server");
        }
        if (plan.use().isEmpty()) {
            return Conditions.find(service.reported().conditions(), VOLUME_EXPANDABLE.label())
                    .map(before -> Conditions.repeated(VOLUME_EXPANDABLE, before))
                    .orElseGet(() -> Finding.unknown(
                            VOLUME_EXPANDABLE,
                            "NotMeasured",
                            "the server has not said yet how full its volume is; one of an older version never does"));
        }
        return plan.isLargest() && plan.isCrowded()
                ? Finding.no(
                        VOLUME_EXPANDABLE,
                        "MaximumReached",
                        "the volume \"%s\" has its largest size, %s, and is more than %d %% full; raise"
                                        .formatted(
                                                name,
                                                plan.grow().maxSize(),
                                                plan.grow().thresholdPercent())
                                + " storage.autoGrow.maxSize, or delete memories")
                : Finding.yes(
                        VOLUME_EXPANDABLE,
                        "Watched",
                        "the volume \"%s\" grows when it is more than %d %% full, up to %s"
                                .formatted(
                                        name,
                                        plan.grow().thresholdPercent(),
                                        plan.grow().maxSize()));
    }

    private static Optional<String> failure(GrowthPlan plan) {
        return Optional.ofNullable(plan.claim().getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> FAILURES.contains(condition.getType()))
                .filter(condition -> "True".equals(condition.getStatus()))
                .map(PersistentVolumeClaimCondition::getMessage)
                .findFirst();
    }
}
