package dev.memoryservice.operator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.TestMemoryServer;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** From a ready Pod to Verified, over the name of the Service and with the generated key. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class VerifiedIT {

    @Inject
    KubernetesClient client;

    @Test
    void aServerThatAnswersAsDeclaredIsVerifiedAndItsMemoriesAreCounted() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "verification");
        cluster.apply("answering", "{}");
        cluster.await(Deployment.class, "answering");
        String key = TestCluster.decode(cluster.await(Secret.class, "answering-api-keys"), "default");

        try (TestMemoryServer server = TestMemoryServer.start(new InetSocketAddress("127.77.0.1", 8000))
                .withKey(key)) {
            cluster.reportReady("answering");
            cluster.awaitReason("answering", "Verified", "HandshakeCompleted");

            var status = cluster.get("answering").reported();
            assertThat(status.memories()).isEqualTo(42);
            assertThat(status.server().version()).isEqualTo("0.1.0");
            assertThat(status.server().protocolVersions()).containsExactly("2025-11-25");

            server.withMemories(43);
            Waiting.await("the new count").untilAsserted(() -> assertThat(
                            cluster.get("answering").reported().memories())
                    .isEqualTo(43));

            server.withBackend("postgres");
            cluster.awaitReason("answering", "Verified", "BackendMismatch");
        }
    }
}
