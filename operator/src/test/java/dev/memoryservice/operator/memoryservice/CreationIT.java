package dev.memoryservice.operator.memoryservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class CreationIT {

    @Inject
    KubernetesClient client;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    void anEmptySpecGivesEveryObjectOfAServer() {
        cluster.apply("team", "{}");

        assertThat(cluster.await(Deployment.class, "team").getSpec().getReplicas())
                .isEqualTo(1);
        assertThat(cluster.await(ServiceAccount.class, "team").getAutomountServiceAccountToken())
                .isFalse();
        assertThat(cluster.await(Service.class, "team").getSpec().getType()).isEqualTo("ClusterIP");
        cluster.await(NetworkPolicy.class, "team");
        assertThat(cluster.await(PersistentVolumeClaim.class, "team-data")
                        .getSpec()
                        .getResources()
                        .getRequests()
                        .get("storage")
                        .toString())
                .isEqualTo("10Gi");
    }

    @Test
    void onlyTheVolumeOutlivesItsMemoryService() {
        String uid = cluster.apply("team", "{}").getMetadata().getUid();

        for (HasMetadata owned : new HasMetadata[] {
            cluster.await(Deployment.class, "team"),
            cluster.await(ServiceAccount.class, "team"),
            cluster.await(Service.class, "team"),
            cluster.await(NetworkPolicy.class, "team"),
            cluster.await(Secret.class, "team-api-keys"),
            cluster.await(Secret.class, "team-connection")
        }) {
            assertThat(owned.getMetadata().getOwnerReferences())
                    .as(owned.getKind())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(uid));
        }
        assertThat(cluster.await(PersistentVolumeClaim.class, "team-data")
                        .getMetadata()
                        .getOwnerReferences())
                .isEmpty();
    }

    @Test
    void theConnectionSecretHoldsTheGeneratedKey() {
        cluster.apply("team", "{}");

        String key = TestCluster.decode(cluster.await(Secret.class, "team-api-keys"), "default");
        Secret connection = cluster.await(Secret.class, "team-connection");
        String url = "http://team." + cluster.namespace() + ".svc:8000";

        assertThat(key).matches("[A-Za-z0-9_-]{43}");
        assertThat(TestCluster.decode(connection, "api-key")).isEqualTo(key);
        assertThat(TestCluster.decode(connection, "url")).isEqualTo(url);
        assertThat(TestCluster.decode(connection, "mcp.json")).isEqualToIgnoringWhitespace("""
                        {"mcpServers": {"team": {
                          "type": "http",
                          "url": "%s/mcp",
                          "headers": {"Authorization": "Bearer %s"}}}}
                        """.formatted(url, key));
    }

    @Test
    void theStatusSaysWhereTheServerIs() {
        cluster.apply("team", "{}");
        cluster.awaitReason("team", "Accepted", "Valid");

        var status = cluster.get("team").reported();

        assertThat(status.endpoints().dashboard()).isEqualTo("http://team." + cluster.namespace() + ".svc:8000/");
        assertThat(status.endpoints().mcp()).isEqualTo("http://team." + cluster.namespace() + ".svc:8000/mcp");
        assertThat(status.backend()).isEqualTo("SQLite");
        assertThat(status.auth()).isEqualTo("APIKey");
        assertThat(status.connectionSecret()).isEqualTo("team-connection");
        assertThat(status.labelSelector()).contains("app.kubernetes.io/instance=team");
    }

    @Test
    void withoutAuthenticationThereIsNoKey() {
        cluster.apply("open", "auth: {modes: [None]}");

        Secret connection = cluster.await(Secret.class, "open-connection");
        cluster.await(Deployment.class, "open");

        assertThat(connection.getData()).doesNotContainKey("api-key");
        assertThat(cluster.find(Secret.class, "open-api-keys")).isEmpty();
    }
}
