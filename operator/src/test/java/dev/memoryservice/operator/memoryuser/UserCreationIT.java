package dev.memoryservice.operator.memoryuser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.operator.credential.Digest;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.Users;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user gets its credentials, and its server is told of it. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class UserCreationIT {

    @Inject
    KubernetesClient client;

    @Inject
    MeterRegistry registry;

    TestCluster cluster;
    Users users;

    @BeforeEach
    void service() {
        cluster = TestCluster.inNewNamespace(client);
        users = new Users(client, cluster);
        cluster.apply("team", "{}");
        cluster.await(Secret.class, "team-connection");
    }

    @Test
    void theConnectionSecretHasEverythingThatAClientNeeds() {
        users.apply("alice", "");

        Secret connection = users.connection("alice");
        String key = TestCluster.decode(connection, "api-key");
        String url = "http://team." + cluster.namespace() + ".svc:8000";
        assertThat(key)
                .matches("[A-Za-z0-9_-]{43}")
                .isNotEqualTo(TestCluster.decode(cluster.await(Secret.class, "team-api-keys"), "default"));
        assertThat(TestCluster.decode(connection, "url")).isEqualTo(url);
        assertThat(TestCluster.decode(connection, "mcp-url")).isEqualTo(url + "/mcp");
        assertThat(TestCluster.decode(connection, "events-url")).isEqualTo(url + "/api/events");
        assertThat(TestCluster.decode(connection, "user")).isEqualTo("alice");
        assertThat(TestCluster.decode(connection, "mcp.json")).isEqualToIgnoringWhitespace("""
                        {"mcpServers": {"alice": {
                          "type": "http",
                          "url": "%s/mcp",
                          "headers": {"Authorization": "Bearer %s"}}}}
                        """.formatted(url, key));
        assertThat(TestCluster.decode(connection, "mcp-stdio.json"))
                .contains("stdio", "--url", url, "--api-key-file")
                .doesNotContain(key);
        assertThat(connection.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid())
                        .isEqualTo(users.get("alice").getMetadata().getUid()));
    }

    @Test
    void theServerIsToldTheHashOfTheKeyAndNotTheKey() {
        users.apply("alice", """
                scopes: [write, read]
                limits: {requestsPerMinute: 60, maxMemories: 1000}
                """);
        String key = users.entry("alice", "api-key");

        Waiting.await("alice's file")
                .untilAsserted(() -> assertThat(users.files("team")).containsOnlyKeys("alice.json"));
        assertThat(users.files("team").get("alice.json"))
                .isEqualToIgnoringWhitespace("""
                        {"name":"alice","tenant":"alice","scopes":["read","write"],"suspended":false,
                         "keys":[{"sha256":"%s"}],"requestsPerMinute":60,"maxMemories":1000}
                        """.formatted(Digest.sha256(key)));
    }

    @Test
    void aKeyThatExpiresIsToldWithItsEnd() {
        users.apply("alice", "credentials: {apiKey: {expiresAfter: 720h}}");

        users.awaitReason("alice", "Accepted", "Valid");
        String end = users.get("alice").reported().apiKey().expiresAt();
        assertThat(end).isNotNull();
        Waiting.await("alice's file")
                .untilAsserted(() ->
                        assertThat(users.files("team").get("alice.json")).contains("\"notAfter\":\"" + end + "\""));
    }

    @Test
    void aSharedSpaceAndASuspensionAreTold() {
        users.apply("alice", "space: ops\nsuspend: true");

        Waiting.await("alice's file")
                .untilAsserted(() -> assertThat(users.files("team").get("alice.json"))
                        .contains("\"tenant\":\"ops\"", "\"suspended\":true"));
        assertThat(users.get("alice").reported().space()).isEqualTo("ops");
    }

    @Test
    void aDeletedUserIsTakenAwayFromTheServer() {
        users.apply("alice", "");
        users.apply("bob", "");
        Waiting.await("both files")
                .untilAsserted(() -> assertThat(users.files("team")).containsOnlyKeys("alice.json", "bob.json"));

        users.delete("alice");

        Waiting.await("bob's file alone")
                .untilAsserted(() -> assertThat(users.files("team")).containsOnlyKeys("bob.json"));
    }

    @Test
    void usersOfAnotherServiceAreNotTold() {
        cluster.apply("other", "{}");
        users.create("carol", "serviceRef: {name: other}");
        users.apply("alice", "");

        Waiting.await("alice's file")
                .untilAsserted(() -> assertThat(users.files("team")).containsOnlyKeys("alice.json"));
        Waiting.await("carol's file")
                .untilAsserted(() -> assertThat(users.files("other")).containsOnlyKeys("carol.json"));
        assertThat(users.entry("carol", "url")).startsWith("http://other.");
    }

    @Test
    void aChangeTouchesThePodSoThatTheKubeletLooksAtOnce() {
        cluster.reportPod("team", "phase: Running");
        users.apply("alice", "");
        Waiting.await("alice's file")
                .untilAsserted(() -> assertThat(users.files("team")).containsOnlyKeys("alice.json"));

        String version = cluster.await(Secret.class, "team-users").getMetadata().getResourceVersion();
        cluster.await(
                Pod.class,
                "team-pod",
                pod -> pod.getMetadata().getAnnotations() != null
                        && pod.getMetadata()
                                .getAnnotations()
                                .getOrDefault("memoryservice.dev/mounted-secrets", "")
                                .contains("team-users=" + version));
    }

    @Test
    void aSecondReconcileWritesNothing() {
        users.apply("alice", "credentials: {apiKey: {rotation: {period: 2160h}}}");
        users.awaitReason("alice", "Ready", "Loading");
        Waiting.await("alice's file")
                .untilAsserted(() -> assertThat(users.files("team")).containsOnlyKeys("alice.json"));
        users.touch("alice", "once");
        cluster.awaitNoWrites();
        long writes = cluster.writes();
        long reconciles = TestCluster.reconciles(registry);

        users.touch("alice", "twice");

        Waiting.await("a reconcile").until(() -> TestCluster.reconciles(registry) > reconciles);
        cluster.awaitNoWrites();
        assertThat(cluster.writes() - writes)
                .as("write requests, one of them the test's own")
                .isEqualTo(1);
    }

    @Test
    void whatSomeoneChangedIsSetRight() {
        users.apply("alice", "");
        Secret before = users.connection("alice");
        Waiting.await("alice's file")
                .untilAsserted(() -> assertThat(users.files("team")).containsOnlyKeys("alice.json"));
        Map<String, String> files = users.files("team");

        cluster.edit(Secret.class, "alice-connection", secret -> new SecretBuilder(secret)
                .addToStringData(Map.of("api-key", "guessable", "url", "http://elsewhere"))
                .build());
        cluster.edit(Secret.class, "team-users", secret -> new SecretBuilder(secret)
                .addToData("mallory.json", encode(files.get("alice.json")))
                .build());

        cluster.await(
                Secret.class, "alice-connection", secret -> secret.getData().equals(before.getData()));
        Waiting.await("the files")
                .untilAsserted(() -> assertThat(users.files("team")).isEqualTo(files));
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void deletingTheSecretRevokesTheKey() {
        users.apply("alice", "");
        String before = users.entry("alice", "api-key");

        client.secrets()
                .inNamespace(cluster.namespace())
                .withName("alice-connection")
                .delete();

        Secret anew = cluster.await(Secret.class, "alice-connection", secret -> !TestCluster.decode(secret, "api-key")
                .equals(before));
        String key = TestCluster.decode(anew, "api-key");
        Waiting.await("alice's file")
                .untilAsserted(() -> assertThat(users.files("team").get("alice.json"))
                        .contains(Digest.sha256(key))
                        .doesNotContain(Digest.sha256(before)));
    }

    @Test
    void noCredentialReachesStatusOrEvents() {
        users.apply("alice", "credentials: {apiKey: {rotation: {period: 2160h}}}");
        users.awaitReason("alice", "Accepted", "Valid");
        users.awaitEvent("alice", "Valid");

        MemoryUser alice = users.get("alice");
        String key = users.entry("alice", "api-key");
        assertThat(client.getKubernetesSerialization().asJson(alice))
                .doesNotContain(key)
                .doesNotContain(Digest.sha256(key));
        assertThat(cluster.list(Event.class))
                .allSatisfy(event -> assertThat(event.getMessage()).doesNotContain(key, Digest.sha256(key)));
        assertThat(new TreeMap<>(users.connection("alice").getMetadata().getAnnotations()))
                .isEmpty();
    }
}
