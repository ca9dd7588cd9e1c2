package dev.memoryservice.operator.memoryuser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.credential.Digest;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestClock;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.TestMemoryServer;
import dev.memoryservice.operator.testing.Users;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the operator makes of what the server says about its users. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class UserLoadingIT {

    @Inject
    KubernetesClient client;

    @Inject
    TestClock clock;

    /** A running server {@code team}, which has loaded no user yet. */
    private TestMemoryServer start(TestCluster cluster, String address) throws Exception {
        cluster.apply("team", "{}");
        String key = TestCluster.decode(cluster.await(Secret.class, "team-api-keys"), "default");
        TestMemoryServer server = TestMemoryServer.start(new InetSocketAddress(address, 8000))
                .withKey(key)
                .withOperatorKeys(TestCluster.decode(cluster.await(Secret.class, "team-operator-key"), "key"));
        cluster.reportReady("team");
        cluster.awaitReason("team", "Verified", "HandshakeCompleted");
        return server;
    }

    /** Applies the user {@code alice} with this spec, and has the server read what it is told. */
    private static void load(Users users, TestMemoryServer server, String spec) {
        users.apply("alice", spec);
        awaitFile(users, "alice.json", "\"alice\"");
        server.withUsers(users.files("team"));
        users.awaitReason("alice", "Ready", "Loaded");
    }

    private static void awaitFile(Users users, String file, String content) {
        Waiting.await(file + " with " + content)
                .untilAsserted(() ->
                        assertThat(users.files("team").getOrDefault(file, "")).contains(content));
    }

    @Test
    void aUserIsReadyWhenTheServerKnowsItAsItIsDeclared() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "user-loading");
        Users users = new Users(client, cluster);
        try (TestMemoryServer server = start(cluster, "127.77.0.6")) {
            users.apply("alice", "");
            awaitFile(users, "alice.json", "\"alice\"");
            assertThat(users.awaitReason("alice", "Ready", "Loading").getStatus())
                    .isEqualTo("Unknown");

            server.withMemories("alice", 7).withUsers(users.files("team"));
            users.awaitReason("alice", "Ready", "Loaded");
            var status = users.get("alice").reported();
            assertThat(status.memories()).isEqualTo(7);
            assertThat(status.lastUsed()).isEqualTo("2026-11-21T10:11:00Z");
            assertThat(status.connectionSecret()).isEqualTo("alice-connection");

            server.withMemories("alice", 8);
            Waiting.await("the new count")
                    .untilAsserted(() ->
                            assertThat(users.get("alice").reported().memories()).isEqualTo(8));

            users.apply("alice", "suspend: true");
            awaitFile(users, "alice.json", "\"suspended\":true");
            users.awaitReason("alice", "Ready", "Loading");
            server.withUsers(users.files("team"));
            users.awaitReason("alice", "Ready", "Suspended");
        }
    }

    /** Nothing collects the Secret of the deleted one here, which on a busy cluster takes Kubernetes a while as well. */
    @Test
    void aUserMadeAgainGetsNewCredentialsAndIsNotTakenForLoaded() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "user-again");
        Users users = new Users(client, cluster);
        try (TestMemoryServer server = start(cluster, "127.77.0.12")) {
            load(users, server, "");
            String first = users.entry("alice", "api-key");
            users.delete("alice");
            Waiting.await("alice's file is gone")
                    .untilAsserted(() -> assertThat(users.files("team")).isEmpty());

            users.apply("alice", "");

            users.awaitReason("alice", "Ready", "Loading");
            awaitFile(users, "alice.json", "\"alice\"");
            assertThat(users.files("team").get("alice.json")).doesNotContain(Digest.sha256(first));
            assertThat(users.entry("alice", "api-key")).isNotEqualTo(first);
            assertThat(cluster.list(Event.class)).extracting(Event::getReason).doesNotContain("CredentialsRotated");
            server.withUsers(users.files("team"));
            users.awaitReason("alice", "Ready", "Loaded");
        }
    }

    @Test
    void aRotatedKeyIsHandedOutOnlyWhenTheServerAcceptsItAndTheOneBeforeEndsAfterTheOverlap() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "user-rotation");
        Users users = new Users(client, cluster);
        try (TestMemoryServer server = start(cluster, "127.77.0.3")) {
            load(users, server, "credentials: {apiKey: {rotation: {period: 2160h, overlap: 24h}}}");
            String first = users.entry("alice", "api-key");

            users.rotate("alice", "please");
            Waiting.await("two keys").untilAsserted(() -> assertThat(
                            users.files("team").get("alice.json").split("sha256", -1))
                    .hasSize(3));
            assertThat(users.entry("alice", "api-key")).isEqualTo(first);

            server.withUsers(users.files("team"));
            Secret rotated =
                    cluster.await(Secret.class, "alice-connection", secret -> !TestCluster.decode(secret, "api-key")
                            .equals(first));
            String second = TestCluster.decode(rotated, "api-key");
            assertThat(TestCluster.decode(rotated, "mcp.json")).contains(second);
            awaitFile(users, "alice.json", "\"notAfter\"");
            assertThat(users.files("team").get("alice.json"))
                    .contains("{\"sha256\":\"" + Digest.sha256(second) + "\"}")
                    .contains("{\"sha256\":\"" + Digest.sha256(first) + "\",\"notAfter\"");
            server.withUsers(users.files("team"));
            users.awaitReason("alice", "Ready", "Loaded");
            assertThat(users.get("alice").reported().apiKey().previousValidUntil())
                    .isNotNull();

            // By its age.
            clock.advance(Duration.ofHours(2161));
            users.touch("alice", "later");
            Waiting.await("the first key ended and a third is told")
                    .untilAsserted(() -> assertThat(users.files("team").get("alice.json"))
                            .doesNotContain(Digest.sha256(first), "notAfter")
                            .contains(Digest.sha256(second)));
            server.withUsers(users.files("team"));
            cluster.await(Secret.class, "alice-connection", secret -> !TestCluster.decode(secret, "api-key")
                    .equals(second));
        }
    }

    @Test
    void thePolicyDeleteErasesTheMemoriesAndSaysHowMany() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "user-erasure");
        Users users = new Users(client, cluster);
        try (TestMemoryServer server = start(cluster, "127.77.0.4")) {
            server.withMemories("alice", 7).withMemories("bob", 8).withMemories("ops", 9);
            users.apply("alice", "deletionPolicy: Delete");
            users.apply("bob", "");
            users.apply("carol", "space: ops\ndeletionPolicy: Delete");
            users.apply("dave", "space: ops");
            Waiting.await("four files")
                    .untilAsserted(() -> assertThat(users.files("team")).hasSize(4));
            server.withUsers(users.files("team"));
            users.awaitReason("alice", "Ready", "Loaded");
            Waiting.await("the finalizer").untilAsserted(() -> assertThat(
                            users.get("alice").getMetadata().getFinalizers())
                    .containsExactly("memoryservice.dev/memory-erasure"));

            users.delete("alice");
            Waiting.await("alice's file is gone")
                    .untilAsserted(() -> assertThat(users.files("team")).doesNotContainKey("alice.json"));
            // The server has not read that yet, and alice could still store.
            assertThat(server.memories("alice")).isEqualTo(7);
            server.withUsers(users.files("team"));
            assertThat(users.awaitEvent("alice", "MemoriesErased").getMessage())
                    .isEqualTo("7 memories of the space \"alice\" were erased for ever");
            Waiting.await("alice is gone").until(() -> users.get("alice") == null);
            assertThat(server.memories("alice")).isEqualTo(-1);

            users.delete("bob");
            users.delete("carol");
            assertThat(users.awaitEvent("carol", "MemoriesKept").getMessage())
                    .contains("because the MemoryUser \"dave\" has the same space");
            Waiting.await("bob and carol are gone").until(() -> users.get("bob") == null && users.get("carol") == null);
            assertThat(server.memories("bob")).isEqualTo(8);
            assertThat(server.memories("ops")).isEqualTo(9);
        }
    }

    @Test
    void aUserToEraseWaitsForItsServerAndNotForever() {
        TestCluster cluster = TestCluster.inNewNamespace(client);
        Users users = new Users(client, cluster);
        cluster.apply("team", "suspend: true");
        for (String name : new String[] {"alice", "bob"}) {
            users.apply(name, "deletionPolicy: Delete");
            Waiting.await("the finalizer")
                    .until(() -> !users.get(name).getMetadata().getFinalizers().isEmpty());
            users.delete(name);
            assertThat(users.awaitEvent(name, "ErasureWaits").getMessage())
                    .contains("the MemoryService does not run", "set its spec.deletionPolicy to Retain");
        }

        users.patch("alice", "{\"spec\":{\"deletionPolicy\":\"Retain\"}}");
        Waiting.await("alice is gone").until(() -> users.get("alice") == null);
        assertThat(users.get("bob")).isNotNull();

        cluster.delete("team");
        Waiting.await("bob is gone").until(() -> users.get("bob") == null);
    }
}
