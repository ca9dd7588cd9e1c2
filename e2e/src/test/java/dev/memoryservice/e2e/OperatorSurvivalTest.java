package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterOfItsOwn;
import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.Helm;
import dev.memoryservice.e2e.cluster.Kubectl;
import dev.memoryservice.e2e.cluster.Node;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.MemoryUserHandle;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The operator dies: its work goes on, and what it looks after is left alone. */
@ClusterOfItsOwn
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

    @Test
    void whatIsGivenUpWhileNoOperatorRunsLeavesNothingButMarkedVolumes() {
        MemoryServiceHandle deleted = MemoryServiceHandle.apply(NAMESPACE.name(), "given-up", "  backup: {}")
                .awaitVerified();
        MemoryUserHandle.apply(deleted, "given-up-user", "").awaitReady("Loaded");
        MemoryServiceHandle changed = MemoryServiceHandle.apply(NAMESPACE.name(), "changed", "  backup: {}")
                .awaitVerified();
        scaleOperator(0);
        try {
            deleted.resource().delete();
            client().genericKubernetesResources("memoryservice.dev/v1alpha1", "MemoryUser")
                    .inNamespace(NAMESPACE.name())
                    .withName("given-up-user")
                    .delete();
            changed.patch("{\"spec\":{\"backup\":null}}");

            Awaitility.await("Kubernetes deletes what they owned")
                    .atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(left("given-up"))
                            .containsExactlyInAnyOrder(
                                    "persistentvolumeclaim/given-up-data", "persistentvolumeclaim/given-up-backup"));
        } finally {
            scaleOperator(1);
        }

        Awaitility.await("the operator marks the volumes, and removes what is not asked for")
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> {
                    assertThat(Kubectl.run(
                                            "get",
                                            "pvc",
                                            "--namespace",
                                            NAMESPACE.name(),
                                            "--selector",
                                            "memoryservice.dev/unused=true",
                                            "--output",
                                            "name")
                                    .lines())
                            .containsExactlyInAnyOrder(
                                    "persistentvolumeclaim/given-up-data",
                                    "persistentvolumeclaim/given-up-backup",
                                    "persistentvolumeclaim/changed-backup");
                    assertThat(left("changed")).noneMatch(name -> name.startsWith("cronjob"));
                });
        changed.awaitVerified();
        changed.patch("{\"spec\":{\"deletionPolicy\":\"Delete\"}}");
    }

    /** What carries the labels of the service or of its users. */
    private static List<String> left(String service) {
        return Kubectl.run(
                        "get",
                        "all,secret,configmap,serviceaccount,persistentvolumeclaim,networkpolicy,cronjob,memorybackup",
                        "--namespace",
                        NAMESPACE.name(),
                        "--selector",
                        "app.kubernetes.io/managed-by=memory-service-operator",
                        "--output",
                        "name")
                .lines()
                .filter(name -> name.contains("/" + service))
                .toList();
    }

    private static void scaleOperator(int replicas) {
        client().apps()
                .deployments()
                .inNamespace(ClusterUnderTest.operatorNamespace())
                .withName("memory-service-operator")
                .scale(replicas);
        Awaitility.await("%d operators".formatted(replicas))
                .atMost(Duration.ofMinutes(3))
                .until(() -> ClusterUnderTest.operatorPods().stream()
                                .filter(Readiness::isPodReady)
                                .count()
                        == replicas);
    }

    private static KubernetesClient client() {
        return ClusterUnderTest.client();
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
