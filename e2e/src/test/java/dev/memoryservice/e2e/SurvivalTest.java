package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.Node;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sudden death: nothing that was acknowledged is lost, and everything comes back by itself. */
class SurvivalTest {

    private static final int STORES = 1000;
    private static final int KILLS = 10;

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @Test
    void everyAcknowledgedStoreIsFoundAfterTenKills() {
        Node node = ClusterUnderTest.requireNode();
        MemoryServiceHandle service = MemoryServiceHandle.apply(
                        NAMESPACE.name(), "survivor", "  deletionPolicy: Delete")
                .awaitVerified();
        Set<Integer> killAt = randomMoments();
        AtomicInteger retries = new AtomicInteger();
        Set<String> acknowledged = new HashSet<>();
        try (MemoryServiceClient client = service.connect()) {
            for (int i = 0; i < STORES; i++) {
                if (killAt.contains(i)) {
                    // The kill races with the stores that follow, so that it falls anywhere inside one.
                    Thread.startVirtualThread(() -> service.pods().forEach(pod -> kill(node, pod)));
                }
                acknowledged.add(storeUntilAcknowledged(client, "Fact number " + i + " of the survivor", retries));
            }
            assertThat(acknowledged).hasSize(STORES);
            assertThat(client.total()).isEqualTo(STORES);
            acknowledged.forEach(
                    hash -> assertThat(client.get("/api/memories/" + hash).status())
                            .as("memory %s", hash)
                            .isEqualTo(200));
        }
        assertThat(retries.get()).as("stores that a kill interrupted").isPositive();
        service.delete();
    }

    private static Set<Integer> randomMoments() {
        Random random = new Random();
        Set<Integer> moments = new HashSet<>();
        while (moments.size() < KILLS) {
            moments.add(random.nextInt(STORES));
        }
        return moments;
    }

    private static String storeUntilAcknowledged(MemoryServiceClient client, String content, AtomicInteger retries) {
        return Awaitility.await("store of " + content)
                .atMost(Duration.ofMinutes(3))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            try {
                                var answer = client.store(content);
                                // A store whose acknowledgement was lost is answered as a duplicate, with its hash.
                                return answer.status() == 200
                                        ? answer.json().get("content_hash").asText()
                                        : "";
                            } catch (UncheckedIOException e) {
                                retries.incrementAndGet();
                                return "";
                            }
                        },
                        hash -> hash.length() == 64);
    }

    /** SIGKILL, and then another pod at once: the kubelet would wait longer before each restart of the same one. */
    private static void kill(Node node, Pod pod) {
        node.killContainer(pod);
        ClusterUnderTest.client().pods().resource(pod).withGracePeriod(0).delete();
    }
}
