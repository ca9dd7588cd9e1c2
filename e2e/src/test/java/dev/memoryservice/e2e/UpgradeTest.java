package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.Node;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another image that does not work is taken back by itself, in time and with all data. */
class UpgradeTest {

    private static final int MEMORIES = 20;

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    /** An image that is on the node and is no memory server: the operator's own, which has no rights here. */
    private static String brokenImage() {
        return ClusterUnderTest.operatorPods()
                .getFirst()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    @Test
    void aBrokenImageIsTakenBackWithinTwoMinutesWithAllData() {
        MemoryServiceHandle service = start("careful", "  backup: {suspend: true}");

        Duration taken = tryBrokenImage(service);

        assertThat(taken).isLessThan(Duration.ofMinutes(2));
        assertThat(service.awaitReason("Upgraded", "False", "RolledBack"))
                .contains(brokenImage(), "runs again", "was made before");
        assertThat(service.awaitEvent("BackingUp")).contains(brokenImage());
        service.patch("{\"spec\":{\"deletionPolicy\":\"Delete\"}}");
    }

    @Test
    void withoutBackupsItIsTakenBackAllTheSame() {
        MemoryServiceHandle service = start("bold", "");

        tryBrokenImage(service);

        assertThat(service.awaitReason("Upgraded", "False", "RolledBack")).contains("no backup was made before");
    }

    @Test
    void anImageThatCannotBePulledNeverStopsTheServer() {
        MemoryServiceHandle service = start("choosy", "  deletionPolicy: Delete");
        String image = "registry.invalid/no/such:image";
        List<Pod> before = service.pods();

        service.patch("{\"spec\":{\"image\":\"%s\"}}".formatted(image));

        assertThat(service.awaitReason("Upgraded", "False", "PullFailed")).contains(image, "goes on");
        assertThat(service.pods())
                .extracting(pod -> pod.getMetadata().getUid())
                .isEqualTo(
                        before.stream().map(pod -> pod.getMetadata().getUid()).toList());
        try (var client = service.connect()) {
            assertThat(client.store("Memories are kept all the while").status()).isEqualTo(200);
        }
    }

    /** Neither crashes nor answers, and does not listen when it is asked to end: the slowest way to fail. */
    @Test
    void anImageThatHangsIsTakenBackWithinTwoMinutesToo() {
        Node node = ClusterUnderTest.requireNode();
        MemoryServiceHandle service = start("patient", "  backup: {suspend: true}");
        Instant asked = Instant.now();

        service.patch("{\"spec\":{\"image\":\"%s\"}}".formatted(Node.PAUSE_IMAGE));
        Pod hanging = Awaitility.await("the new image runs")
                .atMost(Duration.ofMinutes(1))
                .until(() -> service.pods().stream().filter(UpgradeTest::pauses).findFirst(), Optional::isPresent)
                .orElseThrow();
        node.stopContainer(hanging);
        Duration taken = untilRolledBack(service, asked, Node.PAUSE_IMAGE);

        assertThat(taken).isLessThan(Duration.ofMinutes(2));
        assertThat(service.awaitReason("Upgraded", "False", "RolledBack"))
                .contains("it was not verified within 45 s of its start", "runs again", "was made before");
        service.patch("{\"spec\":{\"deletionPolicy\":\"Delete\"}}");
    }

    private static boolean pauses(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getImage().equals(Node.PAUSE_IMAGE)
                && pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(container -> container.getState().getRunning() != null);
    }

    private static MemoryServiceHandle start(String name, String spec) {
        MemoryServiceHandle service =
                MemoryServiceHandle.apply(NAMESPACE.name(), name, spec).awaitVerified();
        try (var client = service.connect()) {
            for (int i = 0; i < MEMORIES; i++) {
                assertThat(client.store("Fact number " + i + " about " + name + " and nothing else")
                                .status())
                        .isEqualTo(200);
            }
        }
        return service;
    }

    private static Duration tryBrokenImage(MemoryServiceHandle service) {
        Instant asked = Instant.now();
        service.patch("{\"spec\":{\"image\":\"%s\"}}".formatted(brokenImage()));
        assertThat(service.awaitEvent("RollingOut")).contains(brokenImage());
        return untilRolledBack(service, asked, brokenImage());
    }

    /** The time from asking for an image until the one before serves all memories again, and stores. */
    private static Duration untilRolledBack(MemoryServiceHandle service, Instant asked, String image) {
        assertThat(service.awaitEvent("RolledBack")).contains(image);
        service.awaitVerified();
        try (var client = service.connect()) {
            assertThat(client.total()).isEqualTo(MEMORIES);
            assertThat(client.store("Memories are kept again").status()).isEqualTo(200);
        }
        return Duration.between(asked, Instant.now());
    }
}
