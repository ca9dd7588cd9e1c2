package dev.memoryservice.operator.upgrade;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.status.Server;
import dev.memoryservice.crds.v1alpha1.status.UpgradePhase;
import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;
import dev.memoryservice.operator.memorybackup.BackupProgress;
import dev.memoryservice.operator.memoryrestore.RestoreProgress;
import dev.memoryservice.operator.server.RunningImage;
import dev.memoryservice.operator.server.ServerImage;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.status.Observation;
import dev.memoryservice.operator.status.PodProblem;
import dev.memoryservice.operator.verification.Verification;
import dev.memoryservice.operator.verification.VerificationSource;
import dev.memoryservice.operator.verification.VerificationTarget;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The part of a service's reconcile that concerns another image: which one runs, and what happens next. */
@Singleton
public class Upgrades {

    /** What does not go away by waiting; an image that works does not end even once. */
    private static final Set<String> DEFINITE =
            Set.of("CrashLoopBackOff", "Restarted", "OutOfMemory", "ImagePullFailed", "ContainerNotCreated");

    private final ServerImage image;
    private final RunningImage running;
    private final VerificationSource verifications;
    private final ImagePulls pulls;
    private final UpgradeBackups backups;
    private final UpgradeRestores restores;
    private final FailedPods failedPods;
    private final Clock clock;

    Upgrades(
            ServerImage image,
            RunningImage running,
            VerificationSource verifications,
            ImagePulls pulls,
            UpgradeBackups backups,
            UpgradeRestores restores,
            FailedPods failedPods,
            Clock clock) {
        this.image = image;
        this.running = running;
        this.verifications = verifications;
        this.pulls = pulls;
        this.backups = backups;
        this.restores = restores;
        this.failedPods = failedPods;
        this.clock = clock;
    }

    /** What has a service reconciled when its upgrade is further. */
    public List<EventSource<?, MemoryService>> eventSources() {
        return List.of(pulls, backups, restores);
    }

    /**
     * Takes the next step, before anything is applied.
     *
     * @param seen what there is of the server
     * @return how far the upgrade is; empty if the image never changed
     */
    public Optional<UpgradeStatus> advance(MemoryService service, Observation seen) {
        // The status that was read may be older than the one that was written last.
        Optional<UpgradeStatus> before = running.latest(service)
                .or(() -> Optional.ofNullable(service.reported().upgrade()));
        Optional<Verification> answer =
                verifications.answer(ResourceID.fromResource(service), VerificationTarget.revision(seen.pods()));
        Optional<UpgradeStatus> after = UpgradePath.next(before, view(service, seen, before, answer));
        running.set(service, after);
        after.filter(now -> now.phase() == UpgradePhase.ROLLING_BACK && !after.equals(before))
                .ifPresent(now -> failedPods.end(seen.pods(), now.toImage()));
        return after;
    }

    private UpgradeView view(
            MemoryService service, Observation seen, Optional<UpgradeStatus> before, Optional<Verification> answer) {
        boolean serves = seen.serves() && seen.settled();
        Optional<String> runs = seen.deployment()
                .map(found -> image(found.getSpec().getTemplate().getSpec()));
        return new UpgradeView(
                image.reference(service),
                runs,
                runs.flatMap(wanted -> started(seen.pods(), wanted)),
                Optional.ofNullable(service.reported().server()).map(Server::version),
                service.declared().suspend() || service.declared().wantedReplicas() == 0,
                service.declared().givenBackup().isPresent(),
                service.getMetadata().getGeneration(),
                serves,
                answer,
                serves
                        ? Optional.empty()
                        : PodProblem.of(seen, clock.instant())
                                .filter(problem -> DEFINITE.contains(problem.reason()))
                                .map(PodProblem::message),
                pull(service, before, seen.pods()),
                backup(service, before, serves),
                restore(service, before, answer),
                clock.instant());
    }

    /** The image of the server, which is the first container. */
    static String image(PodSpec pods) {
        return pods.getContainers().getFirst().getImage();
    }

    /** When the server of the youngest Pod with this image was started; others put containers of their own beside it. */
    private static Optional<Instant> started(List<Pod> pods, String image) {
        return pods.stream()
                .filter(pod -> image(pod.getSpec()).equals(image))
                .map(Pod::getStatus)
                .filter(Objects::nonNull)
                .flatMap(status -> status.getContainerStatuses().stream())
                .filter(container -> container.getName().equals(ServerNames.CONTAINER))
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getRunning)
                .filter(Objects::nonNull)
                .map(running -> Instant.parse(running.getStartedAt()))
                .max(Comparator.naturalOrder());
    }

    /** To the node where the server is, and will be again. */
    private Optional<PullEnd> pull(MemoryService service, Optional<UpgradeStatus> upgrade, List<Pod> pods) {
        if (upgrade.filter(found -> found.phase() == UpgradePhase.PULLING).isEmpty()) {
            pulls.forget(service);
            return Optional.empty();
        }
        return pods.stream()
                .map(pod -> pod.getSpec().getNodeName())
                .filter(Objects::nonNull)
                .findFirst()
                .flatMap(node -> pulls.advance(service, upgrade.get(), node));
    }

    /** Not of a Pod that is about to be replaced, perhaps by one that has a place for backups. */
    private Optional<BackupProgress> backup(MemoryService service, Optional<UpgradeStatus> upgrade, boolean serves) {
        if (upgrade.filter(found -> found.phase() == UpgradePhase.BACKING_UP).isEmpty()) {
            backups.forget(service);
            return Optional.empty();
        }
        return serves ? backups.advance(service, upgrade.get()) : Optional.empty();
    }

    private Optional<RestoreProgress> restore(
            MemoryService service, Optional<UpgradeStatus> upgrade, Optional<Verification> answer) {
        if (upgrade.filter(found -> found.phase() == UpgradePhase.RESTORING_DATA)
                .isEmpty()) {
            restores.forget(service);
            return Optional.empty();
        }
        boolean begun = restores.latest(ResourceID.fromResource(service)).isPresent();
        boolean empty =
                answer.isPresent() && answer.get() instanceof Verification.Passed passed && passed.memories() == 0;
        return begun || empty ? restores.advance(service, upgrade.get()) : Optional.empty();
    }
}
