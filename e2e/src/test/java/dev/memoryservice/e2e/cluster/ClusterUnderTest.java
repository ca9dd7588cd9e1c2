package dev.memoryservice.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The cluster that {@code KUBECONFIG} names, with the operator installed. The tests run the same against the local
 * cluster and against any other; what needs the node itself goes through {@link #node()}.
 */
public final class ClusterUnderTest {

    private static final KubernetesClient CLIENT = connect();

    private ClusterUnderTest() {}

    /** A client with the rights of a cluster administrator, shared by all tests. */
    public static KubernetesClient client() {
        return CLIENT;
    }

    /** The namespace that the operator is installed in. */
    public static String operatorNamespace() {
        return Optional.ofNullable(System.getenv("OPERATOR_NAMESPACE")).orElse("memory-service-system");
    }

    /** The node's own processes; empty where the tests have no access to the node. */
    public static Optional<Node> node() {
        return Optional.ofNullable(System.getenv("LOCAL_CLUSTER_STATE"))
                .filter(state -> !state.isBlank())
                .map(state -> new Node(project().resolve("e2e/cluster/local-cluster.sh"), Path.of(state)));
    }

    /** The node's own processes; where the tests have no access to it, the test is skipped. */
    public static Node requireNode() {
        Assumptions.assumeTrue(node().isPresent(), "a cluster of the project's own: no access to this node");
        return node().orElseThrow();
    }

    /** The operator's pods, ready or not. */
    public static List<Pod> operatorPods() {
        return client().pods()
                .inNamespace(operatorNamespace())
                .withLabel("app.kubernetes.io/name", "memory-service-operator")
                .list()
                .getItems();
    }

    /** A port of this machine that leads to one of a pod: straight through the node where the tests have access to it. */
    public static WayToPod wayTo(Pod pod, int port) {
        return node().map(node -> node.wayTo(pod, port)).orElseGet(() -> ForwardedPort.open(pod, port));
    }

    /** The root of the source tree. */
    public static Path project() {
        return Path.of(System.getProperty("e2e.project"));
    }

    private static KubernetesClient connect() {
        String kubeconfig = System.getenv("KUBECONFIG");
        if (kubeconfig == null || kubeconfig.isBlank()) {
            throw new IllegalStateException("KUBECONFIG is not set: run the end-to-end tests with `make test-e2e`");
        }
        try {
            Config config = Config.fromKubeconfig(Files.readString(Path.of(kubeconfig)));
            // As patient as the tests are, on a machine where everything is slow.
            config.setRequestTimeout((int) Duration.ofMinutes(1).toMillis());
            return new KubernetesClientBuilder().withConfig(config).build();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the kubeconfig " + kubeconfig, e);
        }
    }
}
