package dev.memoryservice.operator.status;

import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;
import dev.memoryservice.operator.backup.BackupState;
import dev.memoryservice.operator.monitoring.PrometheusOperator;
import dev.memoryservice.operator.tls.CertificateState;
import dev.memoryservice.operator.validation.Refusal;
import dev.memoryservice.operator.verification.Verification;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.Optional;

/**
 * What there is of one server.
 *
 * @param refusal why the spec is not carried out, empty if it is
 * @param certificate the state of its certificate, empty under plain HTTP
 * @param pods those that run or are to run, and those that are on their way out
 * @param volumeComplaint the latest warning about the volume, read only while it is not bound
 * @param backups how its backups are, empty where none are asked for
 * @param upgrade the last change of its image, empty if it never changed
 * @param restored whether the backup that it begins with is restored, empty where it begins empty
 * @param monitoring what becomes of monitoring it, empty where that is not asked for
 * @param growth whether the volume can grow, empty where it is not to grow by itself
 */
public record Observation(
        Optional<Refusal> refusal,
        Optional<CertificateState> certificate,
        Optional<Deployment> deployment,
        List<Pod> pods,
        Optional<PersistentVolumeClaim> volume,
        Optional<String> volumeComplaint,
        Optional<Verification> verification,
        Optional<BackupState> backups,
        Optional<Finding> restored,
        Optional<UpgradeStatus> upgrade,
        Optional<PrometheusOperator.State> monitoring,
        Optional<Finding> growth) {

    /** Whether a Pod of the current Deployment is ready. */
    public boolean serves() {
        return wantedReplicas() > 0
                && deployment
                        .map(Deployment::getStatus)
                        .map(status -> status.getReadyReplicas() != null && status.getReadyReplicas() > 0)
                        .orElse(false)
                && (reported() || pods.stream().anyMatch(Observation::answers));
    }

    /**
     * Whether the Deployment's status speaks of what it asks for now. When a server is stopped and started again within
     * a moment, the status still counts the Pod from before.
     */
    private boolean reported() {
        return deployment
                .filter(found -> found.getStatus() != null)
                .filter(found -> found.getMetadata()
                        .getGeneration()
                        .equals(found.getStatus().getObservedGeneration()))
                .isPresent();
    }

    private static boolean answers(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null && Readiness.isPodReady(pod);
    }

    /** How often the server ended by itself and how the last time, in words; empty if it never did. */
    public String restarts() {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .filter(container -> container.getRestartCount() != null && container.getRestartCount() > 0)
                .findFirst()
                .flatMap(container -> ContainerProblem.lastEnd(container)
                        .map(last -> "; its server was restarted %d times, the last time after %s"
                                .formatted(container.getRestartCount(), last)))
                .orElse("");
    }

    /** Pods that the Deployment asks for now, which differs from the spec while that is refused. */
    public int wantedReplicas() {
        return deployment.map(found -> found.getSpec().getReplicas()).orElse(0);
    }

    /** Pods that the Deployment has. */
    public int replicas() {
        return deployment
                .map(Deployment::getStatus)
                .map(status -> status.getReplicas() == null ? 0 : status.getReplicas())
                .orElse(0);
    }

    /** Whether the Deployment controller has finished with the latest change. */
    public boolean settled() {
        return reported()
                && deployment
                        .map(found -> {
                            int updated = found.getStatus().getUpdatedReplicas() == null
                                    ? 0
                                    : found.getStatus().getUpdatedReplicas();
                            int wanted = found.getSpec().getReplicas();
                            return updated == wanted && replicas() == wanted;
                        })
                        .orElse(false);
    }
}
