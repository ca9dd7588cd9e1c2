package dev.memoryservice.operator.status;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What the kubelet says about the container of a server: not made, ended, or not ready any more. */
final class ContainerProblem {

    static final String IMAGE_PULL_FAILED = "ImagePullFailed";

    private static final Set<String> IMAGE =
            Set.of("ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError");
    private static final Set<String> CONTAINER =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

    private ContainerProblem() {}

    static Optional<PodProblem> of(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .map(container ->
                        waiting(container).or(() -> restarted(container)).or(() -> notReadyAnyMore(pod, container)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** How the container ended the last time, in words; empty if it never did. */
    static Optional<String> lastEnd(ContainerStatus container) {
        return terminated(container.getLastState())
                .or(() -> terminated(container.getState()))
                .map(ContainerProblem::describe);
    }

    private static Optional<PodProblem> waiting(ContainerStatus container) {
        Optional<ContainerStateWaiting> waiting =
                Optional.ofNullable(container.getState()).map(ContainerState::getWaiting);
        String why = waiting.map(ContainerStateWaiting::getReason).orElse("");
        String words = waiting.map(ContainerStateWaiting::getMessage).orElse(why);
        if (IMAGE.contains(why)) {
            return Optional.of(new PodProblem(
                    IMAGE_PULL_FAILED,
                    "the image \"%s\" cannot be pulled (%s: %s); correct spec.image, spec.version or"
                                    .formatted(container.getImage(), why, words)
                            + " spec.imagePullSecrets, or make the image available to the nodes"));
        }
        return CONTAINER.contains(why)
                ? Optional.of(new PodProblem(
                        "ContainerNotCreated",
                        "the container cannot be created (%s: %s); correct what it names in the spec"
                                .formatted(why, words)))
                : Optional.empty();
    }

    /** Also while it is being started once more: between two ends it is not on its way but in trouble. */
    private static Optional<PodProblem> restarted(ContainerStatus container) {
        return lastEnd(container)
                .map(last -> new PodProblem(
                        reason(container),
                        "the server ended %d times, the last time with %s; see the log of the previous container"
                                .formatted(Math.max(1, container.getRestartCount()), last)));
    }

    /** One end alone is not yet a loop. */
    private static String reason(ContainerStatus container) {
        if (endedForLackOfMemory(container)) {
            return "OutOfMemory";
        }
        boolean waits = Optional.ofNullable(container.getState())
                .map(ContainerState::getWaiting)
                .isPresent();
        return waits || container.getRestartCount() > 1 ? "CrashLoopBackOff" : "Restarted";
    }

    private static boolean endedForLackOfMemory(ContainerStatus container) {
        return terminated(container.getLastState())
                .or(() -> terminated(container.getState()))
                .filter(end -> "OOMKilled".equals(end.getReason()))
                .isPresent();
    }

    private static Optional<ContainerStateTerminated> terminated(ContainerState state) {
        return Optional.ofNullable(state).map(ContainerState::getTerminated);
    }

    private static String describe(ContainerStateTerminated end) {
        String memory = "OOMKilled".equals(end.getReason())
                ? ", it needed more memory than it may have: raise spec.resources.limits.memory"
                : "";
        String words = end.getMessage() == null || end.getMessage().isBlank()
                ? ""
                : ": " + end.getMessage().strip();
        return "exit code %d (%s)%s%s".formatted(end.getExitCode(), end.getReason(), memory, words);
    }

    /** A container that has only just started is not ready yet; one that was ready since then has a problem. */
    private static Optional<PodProblem> notReadyAnyMore(Pod pod, ContainerStatus container) {
        Optional<String> runningSince = Optional.ofNullable(container.getState())
                .map(ContainerState::getRunning)
                .map(running -> running.getStartedAt());
        Optional<String> notReadySince = pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .filter(condition -> condition.getStatus().equals("False"))
                .map(PodCondition::getLastTransitionTime)
                .findFirst();
        boolean wasReady = runningSince.isPresent()
                && notReadySince.isPresent()
                && Instant.parse(notReadySince.get()).isAfter(Instant.parse(runningSince.get()));
        return wasReady
                ? Optional.of(new PodProblem(
                        "NotReady",
                        "the server runs, but since %s it does not answer that it is ready: its database cannot be read,"
                                        .formatted(notReadySince.get())
                                + " or it is overloaded; see the log of the Pod \"%s\", and whether its volume is well"
                                        .formatted(pod.getMetadata().getName())))
                : Optional.empty();
    }
}
