package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterOfItsOwn;
import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.MonitoringObjects;
import dev.memoryservice.e2e.cluster.OperatorRights;
import dev.memoryservice.e2e.cluster.Prometheus;
import dev.memoryservice.e2e.cluster.Prometheus.Alert;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The alerts about the operator itself: each fires by its fault, and clears when that is mended. */
@ClusterOfItsOwn
class OperatorAlertsTest {

    private static final String FAILING = "MemoryServiceOperatorReconcileErrors";
    private static final String DOWN = "MemoryServiceOperatorDown";

    /** All others are seen in {@link MonitoringTest}. */
    static final Set<String> ALERTS = Set.of(FAILING, DOWN);

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @Test
    void anOperatorThatMayNotDoItsWorkOrIsGoneIsTold() {
        try (OperatorRights rights = OperatorRights.remember();
                Prometheus prometheus = new Prometheus(ClusterUnderTest.requireNode(), 19091)) {
            Prometheus.Target target = prometheus.monitor(
                    MonitoringObjects.ofOperator("ServiceMonitor"),
                    ClusterUnderTest.operatorPods(),
                    8081,
                    "memory-service-operator");
            prometheus.compute(MonitoringObjects.ofOperator("PrometheusRule"));
            prometheus.start();

            // The fault: it may not say how a resource is.
            rights.without("memoryservices/status", "patch");
            MemoryServiceHandle service = MemoryServiceHandle.apply(
                    NAMESPACE.name(), "unspoken-of", "  {suspend: true, deletionPolicy: Delete}");
            awaitFiring(prometheus, FAILING);

            // The fault: there is none.
            operator().scale(0);
            try {
                awaitFiring(prometheus, DOWN);
            } finally {
                rights.giveBack();
                operator().scale(1);
            }
            Awaitility.await("the operator").atMost(PATIENCE).until(() -> ClusterUnderTest.operatorPods().stream()
                    .anyMatch(Readiness::isPodReady));
            target.are(ClusterUnderTest.operatorPods().stream()
                    .filter(Readiness::isPodReady)
                    .toList());

            service.awaitReason("Available", "False", "Suspended");
            Awaitility.await("the alerts clear").atMost(PATIENCE).untilAsserted(() -> assertThat(prometheus.firing())
                    .extracting(Alert::name)
                    .doesNotContainAnyElementsOf(ALERTS));
            service.delete();
        }
    }

    private static void awaitFiring(Prometheus prometheus, String alert) {
        Awaitility.await(alert + " fires").atMost(PATIENCE).untilAsserted(() -> assertThat(prometheus.firing())
                .extracting(Alert::name)
                .contains(alert));
    }

    private static RollableScalableResource<Deployment> operator() {
        return ClusterUnderTest.client()
                .apps()
                .deployments()
                .inNamespace(ClusterUnderTest.operatorNamespace())
                .withName("memory-service-operator");
    }
}
