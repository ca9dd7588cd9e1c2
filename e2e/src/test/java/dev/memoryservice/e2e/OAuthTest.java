package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.Program;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.MemoryUserHandle;
import dev.memoryservice.e2e.service.OwnAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A MemoryService that takes tokens and no keys, its own authorization server, and clients of others. */
@EnabledIfEnvironmentVariable(named = OAuthTest.CLIENTS, matches = ".+")
class OAuthTest {

    /** What {@code build/oauth-clients.sh} installs. */
    static final String CLIENTS = "OAUTH_CLIENTS";

    private static final String SCRIPT = "memory-service-image/src/test/python/oauth_clients.py";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @TempDir
    static Path directory;

    private static MemoryServiceHandle service;
    private static MemoryUserHandle user;

    @BeforeAll
    static void start() {
        service = MemoryServiceHandle.apply(
                        NAMESPACE.name(),
                        "oauth",
                        "  {deletionPolicy: Delete, tls: {mode: SelfSigned}, auth: {modes: [OAuth]}}")
                .awaitVerified();
        user = MemoryUserHandle.apply(service, "carol", "  credentials: {oauth: {}}")
                .awaitReady("Loaded");
    }

    @Test
    void everyFlowIsDoneByClientsOfOthersAndTokensOutliveTheSigningKeyAndThePod() throws Exception {
        Path kept = directory.resolve("kept.json");
        try (OwnAddress address = OwnAddress.of(service)) {
            assertThat(runClients(address, kept)).doesNotContain("of a run before");
            String token = JSON.readTree(kept.toFile()).path("access_token").asText();

            replaceSigningKey(kid(token));
            try (MemoryServiceClient client = service.connect(Optional.of(token))) {
                assertThat(client.get("/api/memories").status()).isEqualTo(200);
            }
            replacePod();

            address.reopen();
            assertThat(runClients(address, kept)).contains("of a run before");
            assertThat(kid(JSON.readTree(kept.toFile()).path("access_token").asText()))
                    .isNotEqualTo(kid(token));
        }
    }

    /** Every flow; the secrets are in no command line. */
    private static String runClients(OwnAddress address, Path kept) throws IOException {
        Path authority = Files.writeString(directory.resolve("ca.crt"), service.connection("ca.crt"));
        Program.Outcome outcome = Program.run(
                List.of(
                        Path.of(System.getenv(CLIENTS), "bin", "python").toString(),
                        ClusterUnderTest.project().resolve(SCRIPT).toString(),
                        service.connection("url"),
                        user.connection("user").orElseThrow(),
                        user.connection("client-id").orElseThrow(),
                        "--authority",
                        authority.toString(),
                        "--at",
                        address.digits(),
                        "--kept",
                        kept.toString()),
                Map.of(
                        "SECRETS",
                        user.connection("password").orElseThrow() + " "
                                + user.connection("client-secret").orElseThrow()));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output())
                .contains("authlib: client credentials, introspection, revocation with client_secret_basic")
                .contains("authlib: registration, code with PKCE, refresh, revocation with none")
                .contains("mcp: discovery, registration, code with PKCE and resource")
                .contains("mcp: client credentials");
        return outcome.output();
    }

    /** As somebody does who cannot wait the ten minutes for which the operator publishes a key before it signs. */
    private static void replaceSigningKey(String before) {
        patch("[{\"op\": \"remove\", \"path\": \"/data/signing\"}]");
        String next = Awaitility.await("another key")
                .atMost(PATIENCE)
                .until(
                        () -> kids(secret().get()).stream()
                                .filter(kid -> !kid.equals(before))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        try (MemoryServiceClient anybody = service.connect(Optional.empty())) {
            Awaitility.await("the key in the key set")
                    .atMost(PATIENCE)
                    .until(() -> anybody.get("/oauth/jwks.json").text().contains(next));
            patch("[{\"op\": \"add\", \"path\": \"/data/signing\", \"value\": \"%s\"}]"
                    .formatted(Base64.getEncoder().encodeToString(next.getBytes(StandardCharsets.UTF_8))));
            Awaitility.await("a token that the key has signed").atMost(PATIENCE).until(() -> kid(newToken(anybody))
                    .equals(next));
        }
    }

    private static String newToken(MemoryServiceClient client) {
        return client.form(
                        "/oauth/token",
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                user.connection("client-id").orElseThrow(),
                                "client_secret",
                                user.connection("client-secret").orElseThrow()))
                .json()
                .path("access_token")
                .asText();
    }

    private static void replacePod() {
        Pod before = service.pods().getFirst();
        ClusterUnderTest.client().pods().resource(before).delete();
        // The pod itself, because the conditions may still be those of the one before.
        Awaitility.await("another pod that is ready").atMost(PATIENCE).until(() -> service.pods().stream()
                .filter(pod ->
                        !pod.getMetadata().getUid().equals(before.getMetadata().getUid()))
                .anyMatch(Readiness::isPodReady));
        service.awaitVerified();
    }

    private static Resource<Secret> secret() {
        return ClusterUnderTest.client().secrets().inNamespace(NAMESPACE.name()).withName("oauth-oauth-keys");
    }

    private static void patch(String json) {
        secret().patch(PatchContext.of(PatchType.JSON), json);
    }

    private static Set<String> kids(Secret secret) {
        return secret.getData().keySet().stream()
                .filter(name -> name.endsWith(".pem"))
                .map(name -> name.substring(0, name.length() - ".pem".length()))
                .collect(Collectors.toSet());
    }

    private static String kid(String token) {
        try {
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[0]));
            return header.path("kid").asText();
        } catch (IOException e) {
            throw new AssertionError("no token: its header cannot be read", e);
        }
    }
}
