package dev.memoryservice.operator.memoryservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class ManyServicesIT {

    private static final Logger LOG = Logger.getLogger(ManyServicesIT.class);
    private static final int SERVICES = 100;

    @Inject
    KubernetesClient client;

    @Test
    void aHundredAtOnceSettleAndThenNothingIsWritten() {
        TestCluster cluster = TestCluster.inNewNamespace(client);
        long begin = System.nanoTime();

        IntStream.range(0, SERVICES).parallel().forEach(number -> cluster.apply("team-" + number, "suspend: true"));
        long applied = System.nanoTime();
        Waiting.await("every object").untilAsserted(() -> {
            assertThat(cluster.list(Deployment.class)).hasSize(SERVICES);
            assertThat(cluster.list(Secret.class)).hasSize(4 * SERVICES);
        });
        LOG.infof(
                "%d applied in %d ms, every object %d ms after the first",
                SERVICES,
                Duration.ofNanos(applied - begin).toMillis(),
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
        cluster.awaitNoWrites();
    }
}
