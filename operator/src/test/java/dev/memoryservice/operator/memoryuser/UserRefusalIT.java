package dev.memoryservice.operator.memoryuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.crds.v1alpha1.MemoryUserSpec;
import dev.memoryservice.crds.v1alpha1.user.ServiceReference;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.Users;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Users that cannot be: refused by the API server where it can know, and by the operator where it cannot. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class UserRefusalIT {

    @Inject
    KubernetesClient client;

    TestCluster cluster;
    Users users;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
        users = new Users(client, cluster);
    }

    static Stream<Arguments> badSpecs() {
        return Stream.of(
                Arguments.of("scopes: [read]", "spec.serviceRef: Required value"),
                Arguments.of("serviceRef: {}", "spec.serviceRef.name: Required value"),
                Arguments.of("serviceRef: {name: Team}", "spec.serviceRef.name: Invalid value: \"Team\""),
                Arguments.of(team("scopes: []"), "spec.scopes in body should have at least 1 items"),
                Arguments.of(team("scopes: [read, read]"), "spec.scopes[1]: Duplicate value: \"read\""),
                Arguments.of(team("scopes: [delete]"), "spec.scopes[0]: Unsupported value: \"delete\""),
                Arguments.of(team("space: \"Team A\""), "spec.space: Invalid value: \"Team A\""),
                Arguments.of(
                        team("credentials: {}"),
                        "credentials holds neither apiKey nor oauth, so that nobody could be this user; name at least"
                                + " one, or remove credentials to get an API key"),
                Arguments.of(
                        team("credentials: {apiKey: {expiresAfter: soon}}"),
                        "spec.credentials.apiKey.expiresAfter: Invalid value: \"soon\""),
                Arguments.of(
                        team("credentials: {apiKey: {expiresAfter: 59s}}"),
                        "expiresAfter is below 1m or above 87600h (ten years); choose one between, for example 720h"),
                Arguments.of(
                        team("credentials: {apiKey: {expiresAfter: 720h, rotation: {period: 2160h}}}"),
                        "expiresAfter is given beside rotation.period, but a key either ends or is replaced; remove one"
                                + " of them"),
                Arguments.of(
                        team("credentials: {apiKey: {rotation: {period: 59m}}}"),
                        "period is below 1h or above 87600h (ten years); choose one between, for example 2160h"),
                Arguments.of(
                        team("credentials: {apiKey: {rotation: {period: 24h, overlap: 24h}}}"),
                        "overlap is not shorter than period, so that replaced keys would pile up; choose a shorter"
                                + " overlap or a longer period"),
                Arguments.of(
                        team("credentials: {apiKey: {rotation: {overlap: 9000h}}}"),
                        "overlap is above 8760h (a year), so that a replaced key would hardly ever end; choose less"),
                Arguments.of(
                        team("credentials: {oauth: {redirectURIs: [\"http://example.com/cb\"]}}"),
                        "spec.credentials.oauth.redirectURIs[0]: Invalid value: \"http://example.com/cb\""),
                Arguments.of(
                        team("limits: {requestsPerMinute: 0}"),
                        "spec.limits.requestsPerMinute in body should be greater than or equal to 1"),
                Arguments.of(
                        team("limits: {maxMemories: 0}"),
                        "spec.limits.maxMemories in body should be greater than or equal to 1"),
                Arguments.of(team("deletionPolicy: Erase"), "spec.deletionPolicy: Unsupported value: \"Erase\""));
    }

    private static String team(String more) {
        return "serviceRef: {name: team}\n" + more;
    }

    @ParameterizedTest
    @MethodSource("badSpecs")
    void aBadSpecIsRefusedWithWordsThatHelp(String spec, String words) {
        assertThatThrownBy(() -> users.create("alice", spec))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aBadNameIsRefused() {
        assertThatThrownBy(() -> users.apply("alice.smith", ""))
                .hasMessageContaining("metadata.name is not a DNS label, which the user's name at the server is");
        assertThatThrownBy(() -> users.apply("a".repeat(51), ""))
                .hasMessageContaining("metadata.name is longer than 50 characters");
        assertThatThrownBy(() -> users.apply("default", ""))
                .hasMessageContaining("a MemoryUser named default would get the space of the MemoryService's own key;"
                        + " choose another name, or say so with spec.space: default");
        users.apply("default", "space: default");
    }

    @Test
    void serviceAndSpaceCannotBeChanged() {
        users.apply("alice", "space: ops");

        assertThatThrownBy(() -> users.apply("alice", "space: other"))
                .hasMessageContaining("space cannot be changed, because the user would see the memories of others");
        assertThatThrownBy(() -> users.apply("alice", "")).hasMessageContaining("space cannot be changed");
        assertThatThrownBy(() -> users.patch("alice", "{\"spec\":{\"serviceRef\":{\"name\":\"other\"}}}"))
                .hasMessageContaining("serviceRef.name cannot be changed, because the user's memories stay where they"
                        + " are; make another MemoryUser for the other MemoryService");
    }

    @Test
    void constantDefaultsAreTheSameInTheDefinitionAndInTheTypes() {
        assertThat(users.apply("alice", "").getSpec())
                .isEqualTo(new MemoryUserSpec(new ServiceReference("team"), null, null, null, null, null, null));
    }

    @Test
    void aMissingServiceIsAwaited() {
        users.apply("alice", "");

        assertThat(users.awaitReason("alice", "Accepted", "ServiceNotFound").getMessage())
                .isEqualTo("spec.serviceRef names the MemoryService \"team\", which does not exist in namespace \""
                        + cluster.namespace() + "\"; create it, or make the MemoryUser anew with the right name");
        users.awaitReason("alice", "Ready", "NotAccepted");
        assertThat(users.awaitEvent("alice", "ServiceNotFound").getType()).isEqualTo("Warning");
        assertThat(cluster.find(Secret.class, "alice-connection")).isEmpty();

        cluster.apply("team", "{}");

        users.awaitReason("alice", "Accepted", "Valid");
        users.connection("alice");
    }

    @Test
    void aServiceThatLetsEveryoneInHasNoUsers() {
        cluster.apply("team", "auth: {modes: [None]}");

        users.apply("alice", "");

        users.awaitReason("alice", "Accepted", "AuthenticationOff");
    }

    @Test
    void oauthNeedsAServiceWithOauth() {
        cluster.apply("team", "{}");

        users.apply("alice", "credentials: {oauth: {}}");

        assertThat(users.awaitReason("alice", "Accepted", "ModeNotAccepted").getMessage())
                .isEqualTo(
                        "spec.credentials.oauth is asked for, but the MemoryService \"team\" accepts APIKey only; add"
                                + " OAuth to its spec.auth.modes, or ask for other credentials");
    }

    @Test
    void aSecretOfSomeoneElseIsLeftAlone() {
        cluster.apply("team", "{}");
        cluster.createSecret("alice-connection", Map.of("mine", "1"));

        users.apply("alice", "");

        assertThat(users.awaitReason("alice", "Accepted", "NameConflict").getMessage())
                .contains("the Secret \"alice-connection\"", "was not made for this MemoryUser, and is left alone");
        assertThat(users.connection("alice").getData()).containsOnlyKeys("mine");
        assertThat(users.files("team")).isEmpty();
    }

    @Test
    void aUserNamedLikeItsServiceDoesNotTakeTheServicesSecret() {
        cluster.apply("team", "{}");
        String key = TestCluster.decode(cluster.await(Secret.class, "team-connection"), "api-key");

        users.apply("team", "");

        users.awaitReason("team", "Accepted", "NameConflict");
        assertThat(users.entry("team", "api-key")).isEqualTo(key);
    }

    @Test
    void nobodyGetsIntoTheOwnSpaceOfAnother() {
        cluster.apply("team", "{}");
        users.apply("alice", "");
        users.awaitReason("alice", "Accepted", "Valid");

        users.apply("mallory", "space: alice");

        assertThat(users.awaitReason("mallory", "Accepted", "SpaceConflict").getMessage())
                .contains("spec.space is \"alice\", which is the MemoryUser \"alice\"'s own");
        users.awaitReason("alice", "Accepted", "Valid");
        Waiting.await("alice's file alone")
                .untilAsserted(() -> assertThat(users.files("team")).containsOnlyKeys("alice.json"));
    }

    @Test
    void nobodyGetsIntoASharedSpaceByName() {
        cluster.apply("team", "{}");
        users.apply("alice", "space: ops");
        users.apply("bob", "space: ops");
        users.awaitReason("bob", "Accepted", "Valid");

        users.apply("ops", "");

        assertThat(users.awaitReason("ops", "Accepted", "SpaceConflict").getMessage())
                .contains("the space \"ops\", which would be the user's own, is the shared one of the MemoryUser");
        Waiting.await("two files")
                .untilAsserted(() -> assertThat(users.files("team")).containsOnlyKeys("alice.json", "bob.json"));
    }
}
