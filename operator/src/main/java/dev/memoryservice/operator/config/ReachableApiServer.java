package dev.memoryservice.operator.config;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Waits at the start until the API server answers. An operator that ended instead would be started again by the kubelet
 * after longer and longer times, and would be away for up to minutes after the API server is back.
 */
@Singleton
class ReachableApiServer {

    private static final Logger LOG = Logger.getLogger(ReachableApiServer.class);

    private final KubernetesClient client;
    private final Duration pause;

    @Inject
    ReachableApiServer(KubernetesClient client) {
        this(client, Duration.ofSeconds(1));
    }

    /** @param pause how long it waits before it asks again */
    ReachableApiServer(KubernetesClient client, Duration pause) {
        this.client = client;
        this.pause = pause;
    }

    /** Before the SDK, which starts its controllers at the same event. */
    void await(@Observes @Priority(1) StartupEvent event) throws InterruptedException {
        await();
    }

    /** Returns when the API server has answered, and be it with a refusal. */
    void await() throws InterruptedException {
        for (boolean told = false; ; told = true) {
            try {
                client.getKubernetesVersion();
                return;
            } catch (KubernetesClientException failure) {
                if (isRefusal(failure)) {
                    return;
                }
                if (!told) {
                    LOG.warnf(
                            "The API server at %s does not answer, waiting for it: %s",
                            client.getMasterUrl(), failure.getMessage());
                }
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        }
    }

    /** A 4xx, unless it is the one that asks to come back later. */
    private static boolean isRefusal(KubernetesClientException failure) {
        return failure.getCode() >= HttpURLConnection.HTTP_BAD_REQUEST
                && failure.getCode() < HttpURLConnection.HTTP_INTERNAL_ERROR
                && failure.getCode() != 429;
    }
}
