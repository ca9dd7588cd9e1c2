package dev.memoryservice.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a server does not come up, from what Kubernetes says about its objects.
 *
 * @param reason one word in CamelCase
 * @param message what is wrong and what to do
 */
public record PodProblem(String reason, String message) {

    /** The first problem found; empty while the server is only on its way. */
    public static Optional<PodProblem> of(Observation observation, Instant now) {
        List<Pod> current = observation.pods().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
        return NodeProblem.lost(observation.pods(), now)
                .or(() -> current.stream()
                        .filter(pod -> pod.getStatus() != null)
                        .map(pod -> ContainerProblem.of(pod).or(() -> SchedulingProblem.of(pod, observation)))
                        .flatMap(Optional::stream)
                        .findFirst())
                .or(() -> refusedPods(observation));
    }

    /** What the kubelet says about the Pod's container; empty while it is only on its way, or all is well. */
    public static Optional<PodProblem> ofContainer(Pod pod) {
        return Optional.of(pod).filter(known -> known.getStatus() != null).flatMap(ContainerProblem::of);
    }

    /** Whether the image cannot be had. */
    public boolean concernsImage() {
        return reason.equals(ContainerProblem.IMAGE_PULL_FAILED);
    }

    /** A quota or an admission rule refuses the Pods: there are none to ask, and the Deployment says why. */
    private static Optional<PodProblem> refusedPods(Observation observation) {
        return observation
                .deployment()
                .filter(deployment -> deployment.getStatus() != null)
                .flatMap(deployment -> deployment.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals("ReplicaFailure"))
                        .filter(condition -> condition.getStatus().equals("True"))
                        .findFirst())
                .map(condition -> new PodProblem(
                        "PodRefused",
                        "the Pod could not be created: %s; raise the quota, change the admission rule, or ask for less"
                                .formatted(condition.getMessage())));
    }
}
