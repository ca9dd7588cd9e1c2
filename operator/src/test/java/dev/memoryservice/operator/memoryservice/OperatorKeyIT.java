package dev.memoryservice.operator.memoryservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.credential.Digest;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.TestMemoryServer;
import dev.memoryservice.operator.testing.Users;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** The operator administrates a server with a key of its own, whatever clients have to show. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class OperatorKeyIT {

    private static final String SECRET = "team-operator-key";
    private static final String FILE = "operator.memoryservice.dev.json";
    private static final String TOKENS_ONLY = "auth: {modes: [OAuth], oauth: {issuer: \"https://memory.example.com\"}}";

    @Inject
    KubernetesClient client;

    @Test
    void theServerIsToldItsHashAndNothingElse() {
        TestCluster cluster = TestCluster.inNewNamespace(client);
        cluster.apply("team", "{}");

        Secret secret = cluster.await(Secret.class, SECRET);
        String key = TestCluster.decode(secret, "key");
        assertThat(key).matches("[A-Za-z0-9_-]{43}");
        assertThat(TestCluster.decode(secret, FILE))
                .contains(Digest.sha256(key), "\"admin\"")
                .doesNotContain(key);
        assertThat(cluster.await(Deployment.class, "team")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getVolumes())
                .filteredOn(volume -> volume.getSecret() != null
                        && SECRET.equals(volume.getSecret().getSecretName()))
                .singleElement()
                .extracting(Volume::getSecret)
                .satisfies(mounted -> assertThat(mounted.getItems())
                        .singleElement()
                        .satisfies(item -> assertThat(item.getKey()).isEqualTo(FILE)));
        assertThat(cluster.await(Secret.class, "team-connection").getData().values())
                .isNotEmpty()
                .doesNotContain(secret.getData().get("key"));
    }

    @Test
    void aChangedKeyIsSetRightAndADeletedOneReplaced() {
        TestCluster cluster = TestCluster.inNewNamespace(client);
        cluster.apply("team", "{}");
        String key = TestCluster.decode(cluster.await(Secret.class, SECRET), "key");

        cluster.edit(Secret.class, SECRET, secret -> new SecretBuilder(secret)
                .addToStringData("key", "known to somebody")
                .build());
        cluster.await(Secret.class, SECRET, secret -> TestCluster.decode(secret, "key")
                .equals(key));

        client.secrets().inNamespace(cluster.namespace()).withName(SECRET).delete();
        cluster.await(Secret.class, SECRET, secret -> !TestCluster.decode(secret, "key")
                .equals(key));
    }

    @Test
    void aServerThatTakesNoKeysOfClientsIsVerifiedAndItsUsersAreLoaded() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "operator-key");
        Users users = new Users(client, cluster);
        cluster.apply("team", TOKENS_ONLY);
        String key = TestCluster.decode(cluster.await(Secret.class, SECRET), "key");
        assertThat(cluster.find(Secret.class, "team-api-keys")).isEmpty();

        try (TestMemoryServer server = TestMemoryServer.start(new InetSocketAddress("127.77.0.7", 8000))
                .withKey("a token")
                .withOperatorKeys(key)) {
            cluster.reportReady("team");
            cluster.awaitReason("team", "Verified", "HandshakeCompleted");

            users.apply("alice", "credentials: {oauth: {}}");
            Waiting.await("the file of the user")
                    .until(() -> users.files("team").containsKey("alice.json"));
            server.withUsers(users.files("team"));
            users.awaitReason("alice", "Ready", "Loaded");

            client.resources(MemoryService.class)
                    .inNamespace(cluster.namespace())
                    .withName("team")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\":{\"annotations\":{\"memoryservice.dev/rotate\":\"now\"}}}");
            Secret replacing = cluster.await(Secret.class, SECRET, secret -> hashes(secret) == 2);
            assertThat(TestCluster.decode(replacing, "key")).isEqualTo(key);
            String next = next(replacing);

            server.withOperatorKeys(key, next);
            Secret replaced = cluster.await(Secret.class, SECRET, secret -> TestCluster.decode(secret, "key")
                    .equals(next));
            assertThat(TestCluster.decode(replaced, FILE))
                    .contains(Digest.sha256(next), Digest.sha256(key), "notAfter");
        }
    }

    @Test
    void whereEverybodyIsLetInThereIsNone() {
        TestCluster cluster = TestCluster.inNewNamespace(client);
        cluster.apply("open", "auth: {modes: [None]}");

        cluster.await(Deployment.class, "open");
        assertThat(cluster.find(Secret.class, "open-operator-key")).isEmpty();
    }

    private static int hashes(Secret secret) {
        return TestCluster.decode(secret, FILE).split("sha256", -1).length - 1;
    }

    /** As only the operator reads it. */
    private static String next(Secret secret) {
        String state = TestCluster.decode(secret, "credential.json");
        int begin = state.indexOf("\"next\":\"") + "\"next\":\"".length();
        return state.substring(begin, state.indexOf('"', begin));
    }
}
