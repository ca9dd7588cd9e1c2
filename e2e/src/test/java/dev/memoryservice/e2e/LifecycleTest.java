package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to a MemoryService over its life: suspension, restart, deletion. */
class LifecycleTest {

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @Test
    void suspendAndResumeKeepTheData() {
        MemoryServiceHandle service = create("sleeper", "Delete");
        try (var client = service.connect()) {
            assertThat(client.store("Remember the milk").status()).isEqualTo(200);
        }

        service.patch("{\"spec\":{\"suspend\":true}}");
        service.awaitReason("Available", "False", "Suspended");
        Awaitility.await("no pod").atMost(Duration.ofMinutes(3)).until(() -> service.pods()
                .isEmpty());

        service.patch("{\"spec\":{\"suspend\":false}}");
        service.awaitVerified();
        try (var client = service.connect()) {
            assertThat(client.search("milk", 1).text()).contains("Remember the milk");
        }
        service.delete();
    }

    @Test
    void aRolloutRestartIsNotUndone() {
        MemoryServiceHandle service = create("restarted", "Delete");
        String before = service.pods().getFirst().getMetadata().getUid();

        ClusterUnderTest.client()
                .apps()
                .deployments()
                .inNamespace(NAMESPACE.name())
                .withName("restarted")
                .rolling()
                .restart();

        Awaitility.await("another pod").atMost(Duration.ofMinutes(3)).until(() -> service.pods().stream()
                .map(pod -> pod.getMetadata().getUid())
                .anyMatch(uid -> !uid.equals(before)));
        service.awaitVerified();
        service.delete();
    }

    @Test
    void deletionWithRetainKeepsTheVolumeAndItsMemories() {
        MemoryServiceHandle service = create("kept", "Retain");
        try (var client = service.connect()) {
            assertThat(client.store("Survives its resource").status()).isEqualTo(200);
        }

        service.delete();
        awaitNoDeployment("kept");
        assertThat(claimExists("kept")).isTrue();

        MemoryServiceHandle again = create("kept", "Delete");
        try (var client = again.connect()) {
            assertThat(client.total()).isEqualTo(1);
            assertThat(client.search("survives", 1).text()).contains("Survives its resource");
        }
        again.delete();
        Awaitility.await("the volume to go").atMost(Duration.ofMinutes(3)).until(() -> !claimExists("kept"));
    }

    @Test
    void deletionWithDeleteRemovesTheVolume() {
        MemoryServiceHandle service = create("dropped", "Delete");
        assertThat(claimExists("dropped")).isTrue();

        service.delete();

        awaitNoDeployment("dropped");
        Awaitility.await("the volume to go").atMost(Duration.ofMinutes(3)).until(() -> !claimExists("dropped"));
    }

    @Test
    void deletingTheNamespaceIsNotBlocked() {
        String doomed = NAMESPACE.name() + "-doomed";
        TestNamespace.create(ClusterUnderTest.client(), doomed);
        MemoryServiceHandle.apply(doomed, "doomed", "  deletionPolicy: Delete").await("Available", "True");

        ClusterUnderTest.client().namespaces().withName(doomed).delete();

        Awaitility.await("the namespace to go")
                .atMost(Duration.ofMinutes(3))
                .until(() ->
                        ClusterUnderTest.client().namespaces().withName(doomed).get() == null);
    }

    private static MemoryServiceHandle create(String name, String deletionPolicy) {
        return MemoryServiceHandle.apply(
                        NAMESPACE.name(), name, "  suspend: false\n  deletionPolicy: " + deletionPolicy)
                .awaitVerified();
    }

    private static boolean claimExists(String name) {
        var claim = ClusterUnderTest.client()
                .persistentVolumeClaims()
                .inNamespace(NAMESPACE.name())
                .withName(name + "-data")
                .get();
        return claim != null && claim.getMetadata().getDeletionTimestamp() == null;
    }

    private static void awaitNoDeployment(String name) {
        Awaitility.await("deployment " + name + " to go")
                .atMost(Duration.ofMinutes(3))
                .until(() -> ClusterUnderTest.client()
                                .apps()
                                .deployments()
                                .inNamespace(NAMESPACE.name())
                                .withName(name)
                                .get()
                        == null);
    }
}
