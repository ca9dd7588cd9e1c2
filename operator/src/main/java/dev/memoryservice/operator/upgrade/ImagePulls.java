package dev.memoryservice.operator.upgrade;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;
import dev.memoryservice.operator.backup.JobEnding;
import dev.memoryservice.operator.pod.JobPod;
import dev.memoryservice.operator.polling.PolledAnswers;
import dev.memoryservice.operator.polling.Poller;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.status.PodProblem;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Has new images pulled to the nodes of their servers by Jobs, while the images before serve: a pull may take minutes, and
 * may never succeed.
 */
@Singleton
class ImagePulls extends PolledAnswers<PullEnd, MemoryService> {

    private static final Logger LOG = Logger.getLogger(ImagePulls.class);

    /** As slow as 3 Mbit/s. */
    static final Duration LONGEST = Duration.ofMinutes(15);

    /** A registry that is away for a moment is no reason to give up, and neither is a Job whose Pod takes a while. */
    static final Duration SHORTEST = Duration.ofSeconds(30);

    /** Of those that nobody asks for any more, because the spec was changed again. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final JobPod pod;
    private final Clock clock;

    ImagePulls(Poller poller, KubernetesClient client, JobPod pod, Clock clock) {
        super(PullEnd.class, "image-pulls", poller, Duration.ofMillis(500), Duration.ofSeconds(5));
        this.client = client;
        this.pod = pod;
        this.clock = clock;
    }

    /** Goes on with the pull to this node; how it ended, empty until it did. */
    Optional<PullEnd> advance(MemoryService service, UpgradeStatus upgrade, String node) {
        String name = name(service, upgrade);
        return watch(service, name, () -> step(service, upgrade, node))
                .filter(end -> end.job().equals(name));
    }

    /** Another one for each attempt, so that none is taken for another; a service's name has at most 50 characters. */
    private static String name(MemoryService service, UpgradeStatus upgrade) {
        int attempt = (upgrade.toImage() + upgrade.phaseStartedAt()).hashCode() & 0xfffff;
        return "%s-pull-%05x".formatted(ServerNames.server(service), attempt);
    }

    private Optional<PullEnd> step(MemoryService service, UpgradeStatus upgrade, String node) {
        String name = name(service, upgrade);
        Optional<PullEnd> ended =
                latest(ResourceID.fromResource(service)).filter(end -> end.job().equals(name));
        if (ended.isPresent()) {
            return ended;
        }
        ScalableResource<Job> resource = client.batch()
                .v1()
                .jobs()
                .inNamespace(service.getMetadata().getNamespace())
                .withName(name);
        Job job = resource.get();
        if (job == null) {
            return create(service, upgrade, node);
        }
        Optional<PullEnd> end = end(job, Instant.parse(upgrade.phaseStartedAt()));
        end.ifPresent(through -> delete(resource));
        return end;
    }

    /** Its Pod may run what was pulled, and that may go on for ever. */
    private static void delete(ScalableResource<Job> job) {
        try {
            job.withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
        } catch (KubernetesClientException kept) {
            LOG.debugf(kept, "A Job that pulled an image is left to its deadline");
        }
    }

    private Optional<PullEnd> create(MemoryService service, UpgradeStatus upgrade, String node) {
        String name = name(service, upgrade);
        Job job = new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(service.getMetadata().getNamespace())
                .withLabels(ServerLabels.imagePulls(ServerNames.server(service)))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(LONGEST.toSeconds())
                .withTtlSecondsAfterFinished(Math.toIntExact(KEPT.toSeconds()))
                .withTemplate(template(service, upgrade.toImage(), node))
                .endSpec()
                .build();
        job.addOwnerReference(service);
        try {
            client.resource(job).create();
            return Optional.empty();
        } catch (KubernetesClientException refused) {
            LOG.infof(
                    "The image is not pulled before the upgrade, because the Job was refused: %s",
                    refused.getMessage());
            return Optional.of(new PullEnd(name, Optional.empty()));
        }
    }

    private PodTemplateSpec template(MemoryService service, String image, String node) {
        return new PodTemplateSpecBuilder(pod.template(service, "pull", List.of("version"), List.of()))
                .editMetadata()
                .withLabels(ServerLabels.imagePulls(ServerNames.server(service)))
                .endMetadata()
                .editSpec()
                .withNodeName(node)
                .editFirstContainer()
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
    }

    private Optional<PullEnd> end(Job job, Instant begun) {
        String name = job.getMetadata().getName();
        List<Pod> pods = client.pods()
                .inNamespace(job.getMetadata().getNamespace())
                .withLabels(Map.of(ServerLabels.JOB_KEY, name))
                .list()
                .getItems();
        Optional<PodProblem> problem = pods.stream()
                .map(PodProblem::ofContainer)
                .flatMap(Optional::stream)
                .findFirst();
        boolean waited = Duration.between(begun, clock.instant()).compareTo(SHORTEST) > 0;
        if (problem.filter(PodProblem::concernsImage).isPresent()) {
            return Optional.of(new PullEnd(name, problem.map(PodProblem::message)))
                    .filter(end -> waited);
        }
        // What refuses the Pod, such as a quota, says nothing about the image.
        boolean refused = pods.isEmpty() && waited;
        if (refused || problem.isPresent() || pods.stream().anyMatch(ImagePulls::runs)) {
            return Optional.of(new PullEnd(name, Optional.empty()));
        }
        return JobEnding.condition(job).map(condition -> new PullEnd(name, failure(condition)));
    }

    private static boolean runs(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses().stream()
                        .map(ContainerStatus::getState)
                        .anyMatch(state -> state != null && state.getRunning() != null);
    }

    /** A node that has no room for the Pod says nothing about the image. */
    private static Optional<String> failure(JobCondition ending) {
        return "DeadlineExceeded".equals(ending.getReason())
                ? Optional.of("it was not pulled within %d minutes; see the node, and the registry"
                        .formatted(LONGEST.toMinutes()))
                : Optional.empty();
    }
}
