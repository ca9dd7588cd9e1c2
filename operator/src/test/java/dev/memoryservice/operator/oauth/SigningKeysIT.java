package dev.memoryservice.operator.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class SigningKeysIT {

    private static final String SPEC = "{tls: {mode: SelfSigned}, auth: {modes: [APIKey, OAuth]}}";

    @Inject
    KubernetesClient client;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    void theServerGetsTheKeysAndItsOwnAddressAsIssuer() {
        cluster.apply("team", SPEC);

        Secret keys = cluster.await(Secret.class, "team-oauth-keys");
        String kid = TestCluster.decode(keys, "signing");
        assertThat(TestCluster.decode(keys, kid + ".pem")).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(settings())
                .containsEntry("MEMORY_SERVICE_AUTH_MODES", "APIKey,OAuth")
                .containsEntry("MEMORY_SERVICE_OAUTH_ISSUER", "https://team." + cluster.namespace() + ".svc:8000")
                .containsEntry("MEMORY_SERVICE_OAUTH_KEYS_DIRECTORY", "/etc/memory-service/oauth-keys")
                .containsEntry("MEMORY_SERVICE_OAUTH_ACCESS_TOKEN_LIFETIME", "PT1H")
                .containsEntry("MEMORY_SERVICE_OAUTH_REFRESH_TOKEN_LIFETIME", "PT720H")
                .containsEntry("MEMORY_SERVICE_OAUTH_DYNAMIC_REGISTRATION", "true")
                .containsEntry("MEMORY_SERVICE_OAUTH_CLIENT_METADATA_DOCUMENTS", "false");
    }

    @Test
    void takingAwayWhichKeySignsAsksForAnotherAndTheServerIsLeftAlone() {
        cluster.apply("team", SPEC);
        String first = TestCluster.decode(cluster.await(Secret.class, "team-oauth-keys"), "signing");
        cluster.awaitReason("team", "CertificateReady", "Valid");
        String deployment =
                cluster.await(Deployment.class, "team").getMetadata().getResourceVersion();

        cluster.edit(Secret.class, "team-oauth-keys", secret -> {
            Map<String, String> data = new TreeMap<>(secret.getData());
            data.remove("signing");
            return new SecretBuilder(secret).withData(data).build();
        });

        Secret two = cluster.await(
                Secret.class, "team-oauth-keys", secret -> secret.getData().size() == 3);
        assertThat(TestCluster.decode(two, "signing")).isEqualTo(first);
        assertThat(cluster.await(Deployment.class, "team").getMetadata().getResourceVersion())
                .isEqualTo(deployment);
    }

    @Test
    void anotherIssuerNeedsNoKeysAndIsReached() {
        cluster.apply(
                "team",
                "{tls: {mode: SelfSigned}, auth: {modes: [OAuth], oauth: {external: {issuer:"
                        + " \"https://login.example.com:8443/realms/agents\", audience: memory, scopeClaim: scp,"
                        + " tenantClaim: team}}}}");

        assertThat(settings())
                .containsEntry("MEMORY_SERVICE_OAUTH_EXTERNAL_ISSUER", "https://login.example.com:8443/realms/agents")
                .containsEntry("MEMORY_SERVICE_OAUTH_EXTERNAL_AUDIENCE", "memory")
                .containsEntry("MEMORY_SERVICE_OAUTH_EXTERNAL_USER_CLAIM", "sub")
                .containsEntry("MEMORY_SERVICE_OAUTH_EXTERNAL_SCOPE_CLAIM", "scp")
                .containsEntry("MEMORY_SERVICE_OAUTH_EXTERNAL_TENANT_CLAIM", "team")
                .doesNotContainKey("MEMORY_SERVICE_OAUTH_KEYS_DIRECTORY");
        assertThat(cluster.find(Secret.class, "team-oauth-keys")).isEmpty();
        assertThat(cluster.await(NetworkPolicy.class, "team").getSpec().getEgress())
                .anySatisfy(rule -> assertThat(rule.getPorts()).singleElement().satisfies(port -> assertThat(
                                port.getPort().getIntVal())
                        .isEqualTo(8443)));
    }

    @Test
    void withoutOAuthTheKeysAreDeleted() {
        cluster.apply("team", SPEC);
        cluster.await(Secret.class, "team-oauth-keys");

        cluster.apply("team", "tls: {mode: SelfSigned}");

        cluster.awaitAbsent(Secret.class, "team-oauth-keys");
    }

    private Map<String, String> settings() {
        return cluster
                .await(Deployment.class, "team")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .stream()
                .filter(variable -> variable.getValue() != null)
                .collect(Collectors.toMap(variable -> variable.getName(), variable -> variable.getValue()));
    }
}
