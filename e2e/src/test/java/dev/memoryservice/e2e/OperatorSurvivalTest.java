package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.Helm;
import dev.memoryservice.e2e.cluster.Node;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The operator dies: its work goes on, and what it looks after is left alone. */
@Isolated("it stops the operator")
class OperatorSurvivalTest {

    private static final String LEASE = "memory-service-operator";

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @Test
    void aKilledOperatorTakesUpItsWorkAgain() {
        Node node = ClusterUnderTest.requireNode();
        MemoryServiceHandle before = MemoryServiceHandle.apply(NAMESPACE.name(), "before", "  deletionPolicy: Delete")
                .awaitVerified();
        String podOfBefore = before.pods().getFirst().getMetadata().getUid();
        ClusterUnderTest.operatorPods().stream().filter(Readiness::isPodReady).forEach(node::killContainer);

        MemoryServiceHandle after = MemoryServiceHandle.apply(NAMESPACE.name(), "after", "  deletionPolicy: Delete");

        after.awaitVerified();
        assertThat(before.pods().getFirst().getMetadata().getUid())
                .as("the pod that ran before, left alone")
                .isEqualTo(podOfBefore);
        before.delete();
        after.delete();
    }

    @Test
    void anotherReplicaTakesOverWhenTheLeaderIsGone() {
        Helm.upgrade("--set", "replicas=2");
        try {
            String leader = leader();
            ClusterUnderTest.client()
                    .pods()
                    .inNamespace(ClusterUnderTest.operatorNamespace())
                    .withName(leader)
                    .withGracePeriod(0)
                    .delete();
            Awaitility.await("another leader").atMost(Duration.ofMinutes(3)).until(() -> !leader().equals(leader));

            MemoryServiceHandle.apply(NAMESPACE.name(), "taken-over", "  deletionPolicy: Delete")
                    .awaitVerified()
                    .delete();
        } finally {
            Helm.upgrade("--set", "replicas=1");
        }
    }

    @Test
    void aLeaderThatLostItsLeaseEndsAndComesBack() {
        int restarts = restarts();
        ClusterUnderTest.client()
                .leases()
                .inNamespace(ClusterUnderTest.operatorNamespace())
                .withName(LEASE)
                .edit(lease -> new LeaseBuilder(lease)
                        .editSpec()
                        .withHolderIdentity("someone-else")
                        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                        .endSpec()
                        .build());

        Awaitility.await("the operator's restart").atMost(Duration.ofMinutes(3)).until(() -> restarts() > restarts);

        MemoryServiceHandle.apply(NAMESPACE.name(), "regained", "  deletionPolicy: Delete")
                .awaitVerified()
                .delete();
    }

    private static int restarts() {
        return ClusterUnderTest.operatorPods().stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .mapToInt(ContainerStatus::getRestartCount)
                .sum();
    }

    private static String leader() {
        return ClusterUnderTest.client()
                .leases()
                .inNamespace(ClusterUnderTest.operatorNamespace())
                .withName(LEASE)
                .get()
                .getSpec()
                .getHolderIdentity();
    }
}
