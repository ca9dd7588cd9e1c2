package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.FaultyVolume;
import dev.memoryservice.e2e.cluster.Kubectl;
import dev.memoryservice.e2e.cluster.Node;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.AcknowledgedStores;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node is drained, and a node is lost: the server moves where its volume goes, says why where it cannot, and never runs
 * twice. On a second node, which joins for these tests.
 */
class FaultsOfNodesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String FURTHER = "further";

    /** The pod may run on the second node, prefers it, and leaves it as soon as it is lost. */
    private static final String ON_FURTHER = """
              podTemplate:
                tolerations:
                  - {key: local-cluster/further-node, operator: Exists}
                  - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 5}
                affinity:
                  nodeAffinity:
                    preferredDuringSchedulingIgnoredDuringExecution:
                      - weight: 100
                        preference:
                          matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [further]}]
            """;

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static Node further;

    @BeforeAll
    static void addNode() throws IOException {
        further = ClusterUnderTest.requireNode().addNode(FURTHER);
        further.load(imageOfTheServer());
    }

    @AfterAll
    static void removeNode() {
        ClusterUnderTest.requireNode().removeNode(FURTHER);
    }

    private static Path imageOfTheServer() throws IOException {
        try (Stream<Path> images = Files.list(ClusterUnderTest.project().resolve(".local/images"))) {
            return images.filter(image -> image.getFileName().toString().matches("memory-service-[0-9].*\\.tar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aServerMovesFromADrainedNodeWithAllItsMemories() {
        MemoryServiceHandle service = MemoryServiceHandle.apply(
                        NAMESPACE.name(), "mover", "  deletionPolicy: Delete\n" + ON_FURTHER)
                .awaitVerified();
        assertThat(nodeOf(service)).isEqualTo(FURTHER);
        try (AcknowledgedStores stores = AcknowledgedStores.through(service.connect())) {
            stores.awaitMore(20);

            drain();
            try {
                Awaitility.await("the pod on another node").atMost(PATIENCE).until(() -> service.pods().stream()
                        .map(pod -> pod.getSpec().getNodeName())
                        .anyMatch(node -> node != null && !FURTHER.equals(node)));
                service.awaitVerified();
                stores.awaitMore(20);
                try (var client = service.connect()) {
                    stores.assertNothingLost(client);
                }
            } finally {
                uncordon();
            }
        }
        service.delete();
    }

    @Test
    void aServerWhoseVolumeStaysBehindSaysSoAndRunsNeverTwice() {
        try (FaultyVolume volume = FaultyVolume.on(further, 80, "ReadWriteOncePod")) {
            MemoryServiceHandle service = MemoryServiceHandle.apply(
                            NAMESPACE.name(),
                            "bound",
                            "  deletionPolicy: Delete\n"
                                    + "  backend: {type: SQLite, sqlite: {storage: {size: 64Mi, accessMode: ReadWriteOncePod,"
                                    + " storageClassName: " + volume.storageClass() + "}}}\n" + ON_FURTHER)
                    .awaitVerified();
            try (AcknowledgedStores stores = AcknowledgedStores.through(service.connect())) {
                stores.awaitMore(20);

                drain();
                try {
                    // While the old Pod still ends, it is said to be in the way.
                    Awaitility.await("the node with the volume, named")
                            .atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(service.awaitReason("Available", "False", "Unschedulable"))
                                    .contains("the node with the volume of bound-data is closed", "kubectl uncordon"));
                    service.assertDescribed("Unschedulable", "kubectl uncordon");
                } finally {
                    uncordon();
                }
                service.awaitVerified();
                stores.awaitMore(20);

                Pod before = service.pods().getFirst();
                further.stopComponent("kubelet");
                try {
                    assertThat(service.awaitReason("Available", "False", "NodeLost"))
                            .contains("the node \"further\" does not answer", "two would damage the database");
                    service.assertDescribed("NodeLost", "the node \"further\" does not answer", "Bring the node back");
                    Awaitility.await("the eviction of the pod").atMost(PATIENCE).until(() -> service.pods().stream()
                            .noneMatch(pod -> uid(pod).equals(uid(before))));
                    service.awaitReason("Available", "False", "NodeLost");
                    assertThat(service.pods())
                            .allSatisfy(pod ->
                                    assertThat(pod.getStatus().getPhase()).isEqualTo("Pending"));
                } finally {
                    further.startComponent("kubelet");
                }
                service.awaitVerified();
                stores.awaitMore(20);
                try (var client = service.connect()) {
                    stores.assertNothingLost(client);
                }
            }
            service.delete();
        }
    }

    private static void drain() {
        Kubectl.run(
                "drain",
                FURTHER,
                "--ignore-daemonsets",
                "--delete-emptydir-data",
                "--timeout=120s",
                "--request-timeout=0");
    }

    private static void uncordon() {
        Kubectl.run("uncordon", FURTHER);
    }

    private static String nodeOf(MemoryServiceHandle service) {
        return String.valueOf(service.pods().getFirst().getSpec().getNodeName());
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }
}
