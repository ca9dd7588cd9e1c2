package dev.memoryservice.operator.status;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the Pods of a server say about their node: nobody hears of it any more. */
final class NodeProblem {

    /** Beyond the grace period, which is in the time of deletion already. */
    private static final Duration ALLOWANCE = Duration.ofSeconds(20);

    private NodeProblem() {}

    /** The first Pod, also of those on their way out, of which nobody knows whether it runs. */
    static Optional<PodProblem> lost(List<Pod> pods, Instant now) {
        return pods.stream()
                .filter(pod -> isSilent(pod) || isOverdue(pod, now))
                .findFirst()
                .map(NodeProblem::lost);
    }

    /**
     * The kubelet's last word was that the containers are ready, and Kubernetes has marked the Pod as not ready since then:
     * it does so when it hears nothing of the node any more.
     */
    private static boolean isSilent(Pod pod) {
        if (pod.getStatus() == null) {
            return false;
        }
        List<ContainerStatus> containers = pod.getStatus().getContainerStatuses();
        return !containers.isEmpty()
                && containers.stream().allMatch(container -> Boolean.TRUE.equals(container.getReady()))
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("False"));
    }

    /** Deleted, and still there long after it should have ended. */
    private static boolean isOverdue(Pod pod, Instant now) {
        return Optional.ofNullable(pod.getMetadata().getDeletionTimestamp())
                .map(Instant::parse)
                .filter(end -> now.isAfter(end.plus(ALLOWANCE)))
                .isPresent();
    }

    private static PodProblem lost(Pod pod) {
        return new PodProblem(
                "NodeLost",
                "the node \"%s\" does not answer, so nobody knows whether the server on it (Pod \"%s\") still runs. A second"
                                .formatted(
                                        pod.getSpec().getNodeName(),
                                        pod.getMetadata().getName())
                        + " one must not run beside it, because two would damage the database. Bring the node back; only when"
                        + " it is switched off for good: kubectl delete pod %s --namespace %s --force"
                                .formatted(
                                        pod.getMetadata().getName(),
                                        pod.getMetadata().getNamespace()));
    }
}
