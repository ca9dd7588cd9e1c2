package dev.memoryservice.operator.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.operator.server.ServerLabels;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How a Job ended, and with what its Pods did: one line of JSON, or what the virtual machine or the kubelet has to say. */
public final class JobEnding {

    /** More Pods than this a Job does not leave behind. */
    private static final long MOST_PODS = 50;

    private static final String COMPLETE = "Complete";
    private static final Set<String> ENDED = Set.of(COMPLETE, "Failed");

    private static final ObjectMapper JSON = new ObjectMapper();

    private JobEnding() {}

    /** The condition that a Job ended with, {@code Complete} or {@code Failed}; empty while it goes on. */
    public static Optional<JobCondition> condition(Job job) {
        return Stream.ofNullable(job.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> ENDED.contains(condition.getType()))
                .filter(condition -> condition.getStatus().equals("True"))
                .findFirst();
    }

    /** Whether a Job that ended did what it was made for. */
    public static boolean succeeded(JobCondition ending) {
        return ending.getType().equals(COMPLETE);
    }

    /** Of the last Pod of the Job that ended. */
    public static Optional<String> lastWords(KubernetesClient client, HasMetadata job) {
        return lastWords(
                client,
                job.getMetadata().getNamespace(),
                Map.of(ServerLabels.JOB_KEY, job.getMetadata().getName()));
    }

    /** Of the last Pod with these labels that ended. */
    static Optional<String> lastWords(KubernetesClient client, String namespace, Map<String, String> labels) {
        return endings(client.pods()
                        .inNamespace(namespace)
                        .withLabels(labels)
                        .list(new ListOptionsBuilder().withLimit(MOST_PODS).build())
                        .getItems())
                .max(Comparator.comparing(ContainerStateTerminated::getFinishedAt))
                .map(JobEnding::words);
    }

    private static Stream<ContainerStateTerminated> endings(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .map(ContainerStatus::getState)
                .map(ContainerState::getTerminated)
                .flatMap(Stream::ofNullable);
    }

    private static String words(ContainerStateTerminated end) {
        return Optional.ofNullable(end.getMessage())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> "exit code %d (%s)".formatted(end.getExitCode(), end.getReason()));
    }

    /** What is for people in the last words. */
    public static String message(String words) {
        try {
            return Optional.ofNullable(JSON.readTree(words).path("message").textValue())
                    .filter(message -> !message.isBlank())
                    .orElse(words);
        } catch (JsonProcessingException notJson) {
            return words;
        }
    }
}
