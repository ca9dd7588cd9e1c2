package dev.memoryservice.operator.memoryservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestClock;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.TestMemoryServer;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The generated key of a service is replaced without a moment in which clients have one that the server refuses. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class KeyRotationIT {

    @Inject
    KubernetesClient client;

    @Inject
    TestClock clock;

    @Test
    void clientsGetTheNextKeyWhenTheServerAcceptsItAndTheOneBeforeEndsAfterTheOverlap() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "key-rotation");
        cluster.apply("team", "auth: {apiKey: {rotation: {period: 2160h, overlap: 24h}}}");
        String first = TestCluster.decode(cluster.await(Secret.class, "team-api-keys"), "default");

        try (TestMemoryServer server = TestMemoryServer.start(new InetSocketAddress("127.77.0.5", 8000))
                .withKey(first)) {
            cluster.reportReady("team");
            cluster.awaitReason("team", "Verified", "HandshakeCompleted");

            rotate(cluster, "please");
            Secret told = cluster.await(
                    Secret.class, "team-api-keys", keys -> keys.getData().containsKey("default-next"));
            String second = TestCluster.decode(told, "default-next");
            assertThat(TestCluster.decode(told, "default")).isEqualTo(first);
            assertThat(TestCluster.decode(cluster.await(Secret.class, "team-connection"), "api-key"))
                    .isEqualTo(first);

            server.withKeys(first, second);
            Secret connection =
                    cluster.await(Secret.class, "team-connection", secret -> TestCluster.decode(secret, "api-key")
                            .equals(second));
            assertThat(TestCluster.decode(connection, "mcp.json")).contains(second);
            Secret keys = cluster.await(Secret.class, "team-api-keys");
            assertThat(TestCluster.decode(keys, "default")).isEqualTo(second);
            String retired = keys.getData().keySet().stream()
                    .filter(name -> name.matches("default-until-[0-9]{8}T[0-9]{6}Z"))
                    .findFirst()
                    .orElseThrow();
            assertThat(TestCluster.decode(keys, retired)).isEqualTo(first);
            assertThat(keys.getData()).hasSize(2);
            Event event = Waiting.await("the Event")
                    .until(
                            () -> cluster.list(Event.class).stream()
                                    .filter(candidate -> candidate.getReason().equals("KeyRotated"))
                                    .findFirst()
                                    .orElse(null),
                            found -> found != null);
            assertThat(event.getMessage())
                    .isEqualTo("the generated API key was replaced in the Secrets \"team-api-keys\" and"
                            + " \"team-connection\"; the one before ends in 24h");
            cluster.awaitReason("team", "Verified", "HandshakeCompleted");

            clock.advance(Duration.ofHours(25));
            server.withMemories(43);
            cluster.await(
                    Secret.class, "team-api-keys", secret -> !secret.getData().containsKey(retired));
            assertThat(TestCluster.decode(cluster.await(Secret.class, "team-api-keys"), "default"))
                    .isEqualTo(second);

            clock.advance(Duration.ofDays(90));
            server.withMemories(44);
            cluster.await(
                    Secret.class, "team-api-keys", secret -> secret.getData().containsKey("default-next"));
        }
    }

    private void rotate(TestCluster cluster, String request) {
        client.resources(MemoryService.class)
                .inNamespace(cluster.namespace())
                .withName("team")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"memoryservice.dev/rotate\":\"%s\"}}}".formatted(request));
    }
}
