package dev.memoryservice.operator.upgrade;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Ends the Pods of an image that is taken back, before the Deployment changes. The Deployment would give a server that does
 * not listen its whole grace period, in which none answers, and the kubelet does not shorten one that has begun.
 */
@Singleton
class FailedPods {

    private static final Logger LOG = Logger.getLogger(FailedPods.class);

    /** The shortest with which Kubernetes still waits until the container is gone; with 0 two could write to a volume. */
    private static final long GRACE_SECONDS = 1;

    private final KubernetesClient client;

    FailedPods(KubernetesClient client) {
        this.client = client;
    }

    /** Those that serve are left to the Deployment. */
    void end(List<Pod> pods, String image) {
        pods.stream()
                .filter(pod -> Upgrades.image(pod.getSpec()).equals(image))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> !Readiness.isPodReady(pod))
                .forEach(this::end);
    }

    private void end(Pod pod) {
        try {
            client.resource(pod).withGracePeriod(GRACE_SECONDS).delete();
        } catch (KubernetesClientException left) {
            LOG.debugf(
                    left,
                    "The Pod %s is left to its Deployment",
                    pod.getMetadata().getName());
        }
    }
}
