package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterOfItsOwn;
import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.Node;
import dev.memoryservice.e2e.cluster.OperatorRights;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.AcknowledgedStores;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What befalls the cluster around a server: clients do not notice, and the operator says what it can and goes on after. */
@ClusterOfItsOwn
class FaultsOfControlTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration AWAY = Duration.ofMinutes(1);

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private Node node;
    private MemoryServiceHandle service;
    private AcknowledgedStores stores;

    @BeforeEach
    void store() {
        node = ClusterUnderTest.requireNode();
        service = MemoryServiceHandle.apply(NAMESPACE.name(), "steady", "  deletionPolicy: Delete")
                .awaitVerified();
        stores = AcknowledgedStores.through(service.connect());
        stores.awaitMore(10);
    }

    @AfterEach
    void disconnect() {
        stores.close();
    }

    @Test
    void clientsDoNotNoticeThatTheApiServerIsAwayForAMinute() {
        node.stopComponent("kube-apiserver");
        long since = System.nanoTime();
        try {
            Awaitility.await("a minute without the API server")
                    .pollDelay(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .atMost(PATIENCE)
                    .until(() -> System.nanoTime() - since > AWAY.toNanos());
        } finally {
            node.startComponent("kube-apiserver");
        }

        assertThat(stores.refusals()).isEmpty();
        assertThat(stores.unanswered()).isEmpty();
        // Only a repair shows that the operator is at work again.
        Resource<Service> made = ClusterUnderTest.client()
                .services()
                .inNamespace(NAMESPACE.name())
                .withName(service.name());
        made.delete();
        Awaitility.await("the Service made again").atMost(PATIENCE).until(() -> made.get() != null);
        service.awaitVerified();
        assertNothingLost();
    }

    @Test
    void containerdAndTheKubeletDieAndTheServerRunsOn() {
        String pod = service.pods().getFirst().getMetadata().getUid();

        node.killComponent("containerd");
        node.killComponent("kubelet");
        node.startComponent("containerd");
        node.startComponent("kubelet");

        stores.awaitMore(20);
        assertThat(stores.refusals()).isEmpty();
        assertThat(stores.unanswered()).isEmpty();
        assertThat(service.pods())
                .singleElement()
                .satisfies(running -> assertThat(running.getMetadata().getUid()).isEqualTo(pod));
        service.awaitVerified();
        assertNothingLost();
    }

    @Test
    void aRightThatTheOperatorLacksIsNamed() {
        try (OperatorRights rights = OperatorRights.remember()) {
            rights.without("services", "patch");
            MemoryServiceHandle other =
                    MemoryServiceHandle.apply(NAMESPACE.name(), "forbidden", "  deletionPolicy: Delete");
            assertThat(other.awaitReason("Accepted", "False", "Forbidden"))
                    .contains("cannot patch resource \"services\"", "allow it (the operator's rights");
            other.awaitEvent("Forbidden");
            assertThat(other.describe()).contains("Forbidden", "cannot patch resource \"services\"");
            assertThat(stores.refusals()).isEmpty();
            assertThat(stores.unanswered()).isEmpty();

            rights.giveBack();
            other.awaitVerified();

            // Without the right to write the status, an Event is all there is to say it with.
            rights.without("memoryservices/status", "patch");
            other.patch("{\"spec\":{\"suspend\":true}}");
            assertThat(other.awaitEvent("OperatorForbidden"))
                    .contains("cannot patch resource \"memoryservices/status\"", "what the status says may be old");
            assertThat(other.describe()).contains("OperatorForbidden", "cannot patch resource");

            rights.giveBack();
            other.awaitReason("Available", "False", "Suspended");
            other.delete();
        }
        service.awaitVerified();
        assertNothingLost();
    }

    private void assertNothingLost() {
        stores.awaitMore(5);
        try (MemoryServiceClient reader = service.connect()) {
            stores.assertNothingLost(reader);
        }
    }
}
