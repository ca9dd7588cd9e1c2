package dev.memoryservice.operator.upgrade;

import dev.memoryservice.crds.v1alpha1.status.UpgradePhase;
import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.util.List;

/**
 * The Pods of an image that is taken back. One that hangs may not listen to the request to end either, and while it has the
 * volume the server before cannot start: it gets a few seconds instead of the time that a working server has to answer
 * what it was asked. Nothing is lost by that, because a server may be killed at any moment.
 */
@Singleton
class FailedPods {

    /** Not zero, which would not wait for the kubelet to have ended it: two servers would have the volume. */
    static final long GRACE_SECONDS = 5;

    private final KubernetesClient client;

    FailedPods(KubernetesClient client) {
        this.client = client;
    }

    /** Shortens the time of those that were asked to end. */
    void hurry(UpgradeStatus upgrade, List<Pod> pods) {
        if (upgrade.phase() == UpgradePhase.ROLLING_BACK) {
            pods.stream()
                    .filter(FailedPods::isEnding)
                    .filter(pod -> Upgrades.image(pod.getSpec()).equals(upgrade.toImage()))
                    .forEach(this::hurry);
        }
    }

    /** And has longer than it is to have. */
    private static boolean isEnding(Pod pod) {
        Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
        return pod.getMetadata().getDeletionTimestamp() != null && grace != null && grace > GRACE_SECONDS;
    }

    private void hurry(Pod pod) {
        try {
            client.resource(pod).withGracePeriod(GRACE_SECONDS).delete();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw failure;
            }
        }
    }
}
