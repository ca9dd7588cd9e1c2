package dev.memoryservice.operator.status;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Optional;
import java.util.Set;

/**
 * Why a server does not come up, from what Kubernetes says about its objects.
 *
 * @param reason one word in CamelCase
 * @param message what is wrong and what to do
 */
public record PodProblem(String reason, String message) {

    private static final Set<String> IMAGE =
            Set.of("ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError");
    private static final Set<String> CONTAINER =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

    /** The first problem found; empty while the server is only on its way. */
    public static Optional<PodProblem> of(Observation observation) {
        return observation.pods().stream()
                .map(pod -> container(pod).or(() -> scheduling(pod, observation)))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> refusedPods(observation));
    }

    private static Optional<PodProblem> container(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getContainerStatuses().stream()
                        .map(PodProblem::container)
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static Optional<PodProblem> container(ContainerStatus container) {
        Optional<ContainerStateWaiting> waiting =
                Optional.ofNullable(container.getState()).map(ContainerState::getWaiting);
        String why = waiting.map(ContainerStateWaiting::getReason).orElse("");
        String words = waiting.map(ContainerStateWaiting::getMessage).orElse(why);
        if (IMAGE.contains(why)) {
            return Optional.of(new PodProblem(
                    "ImagePullFailed",
                    "the image \"%s\" cannot be pulled (%s: %s); correct spec.image, spec.version or"
                                    .formatted(container.getImage(), why, words)
                            + " spec.imagePullSecrets, or make the image available to the nodes"));
        }
        if (why.equals("CrashLoopBackOff")) {
            return Optional.of(crash(container));
        }
        return CONTAINER.contains(why)
                ? Optional.of(new PodProblem(
                        "ContainerNotCreated",
                        "the container cannot be created (%s: %s); correct what it names in the spec"
                                .formatted(why, words)))
                : Optional.empty();
    }

    private static PodProblem crash(ContainerStatus container) {
        String last = Optional.ofNullable(container.getLastState())
                .map(ContainerState::getTerminated)
                .map(PodProblem::describe)
                .orElse("no reason known");
        return new PodProblem(
                "CrashLoopBackOff",
                "the server ended %d times, the last time with %s; see the log of the previous container"
                        .formatted(container.getRestartCount(), last));
    }

    private static String describe(ContainerStateTerminated end) {
        String memory = "OOMKilled".equals(end.getReason()) ? ", raise spec.resources.limits.memory" : "";
        String words = end.getMessage() == null || end.getMessage().isBlank()
                ? ""
                : ": " + end.getMessage().strip();
        return "exit code %d (%s)%s%s".formatted(end.getExitCode(), end.getReason(), memory, words);
    }

    private static Optional<PodProblem> scheduling(Pod pod, Observation observation) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
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
                                        observation
                                                .volume()
                                                .map(claim ->
                                                        claim.getMetadata().getName())
                                                .orElse(""),
                                        observation.volumeComplaint().orElseGet(condition::getMessage)))
                : new PodProblem(
                        "Unschedulable",
                        "no node can run the Pod: %s; see spec.resources and spec.podTemplate"
                                .formatted(condition.getMessage()));
    }

    static boolean volumeIsPending(Observation observation) {
        return observation
                .volume()
                .filter(claim -> claim.getStatus() != null
                        && "Pending".equals(claim.getStatus().getPhase()))
                .isPresent();
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
