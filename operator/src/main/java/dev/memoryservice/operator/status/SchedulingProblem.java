package dev.memoryservice.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Locale;
import java.util.Optional;

/** Why no node runs the Pod of a server, in the scheduler's words and with what to do about them. */
final class SchedulingProblem {

    private SchedulingProblem() {}

    static Optional<PodProblem> of(Pod pod, Observation observation) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled"))
                .filter(condition -> "Unschedulable".equals(condition.getReason()))
                .findFirst()
                .map(condition -> unscheduled(condition, observation));
    }

    private static PodProblem unscheduled(PodCondition condition, Observation observation) {
        return volumeIsPending(observation)
                ? new PodProblem(
                        "VolumeNotBound",
                        "the volume claim %s is not bound: %s; see spec.backend.sqlite.storage and the cluster's storage classes"
                                .formatted(
                                        claim(observation),
                                        observation.volumeComplaint().orElseGet(condition::getMessage)))
                : new PodProblem(
                        "Unschedulable",
                        "no node can run the Pod: %s; %s"
                                .formatted(
                                        condition.getMessage(),
                                        advice(String.valueOf(condition.getMessage()), observation)));
    }

    private static String advice(String words, Observation observation) {
        String lower = words.toLowerCase(Locale.ROOT);
        boolean closed = lower.contains("unschedulable");
        boolean bound = lower.contains("volume node affinity") || lower.contains("persistentvolume's node affinity");
        if (closed && bound) {
            return "the node with the volume of %s is closed to new Pods (drained or cordoned): kubectl uncordon it, or move the memories with a backup and a restore"
                    .formatted(claim(observation));
        }
        if (bound) {
            return "the volume of %s can be used on other nodes only: see spec.podTemplate, and whether that node is there"
                    .formatted(claim(observation));
        }
        return closed
                ? "nodes are closed to new Pods (drained or cordoned): kubectl uncordon one; see also spec.resources and"
                        + " spec.podTemplate"
                : "see spec.resources and spec.podTemplate";
    }

    private static String claim(Observation observation) {
        return observation.volume().map(claim -> claim.getMetadata().getName()).orElse("");
    }

    private static boolean volumeIsPending(Observation observation) {
        return observation
                .volume()
                .filter(claim -> claim.getStatus() != null
                        && "Pending".equals(claim.getStatus().getPhase()))
                .isPresent();
    }
}
