package dev.memoryservice.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.oauth.Visitor.Answered;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(RunningServer.class)
class ClientCredentialsTest {

    private static final String CLIENT = "client-of-" + RunningServer.WRITER;
    private static final String SECRET = UserFiles.clientSecretOf(RunningServer.WRITER);

    private Visitor visitor;

    @BeforeEach
    void open() {
        visitor = new Visitor(RestAssured.port);
    }

    @AfterEach
    void close() {
        visitor.close();
    }

    @Test
    void aClientActsForItsUserWithItsSecretInTheHeaderOrInTheBody() {
        Answered basic = visitor.post(
                "/oauth/token", Map.of("grant_type", "client_credentials"), "Authorization", basic(CLIENT, SECRET));
        Answered post = visitor.post("/oauth/token", form(Map.of()));

        for (Answered tokens : new Answered[] {basic, post}) {
            assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
            assertThat(tokens.json().path("scope").asText()).isEqualTo("read write");
            assertThat(tokens.json().has("refresh_token")).isFalse();
            assertThat(visitor.statusWith(tokens.json().path("access_token").asText(), "/api/tags"))
                    .isEqualTo(200);
        }
    }

    @Test
    void aClientThatDoesNotProveItselfGetsNothing() {
        assertError(visitor.post("/oauth/token", form(Map.of("client_secret", "wrong"))), 401, "invalid_client");
        assertError(visitor.post("/oauth/token", form(Map.of("client_id", "nobody"))), 401, "invalid_client");
        assertError(visitor.post("/oauth/token", Map.of("grant_type", "client_credentials")), 401, "invalid_client");
        assertError(
                visitor.post("/oauth/token", Map.of("grant_type", "client_credentials", "client_id", CLIENT)),
                401,
                "invalid_client");
        assertError(
                visitor.post("/oauth/token", form(Map.of()), "Authorization", basic(CLIENT, SECRET)),
                400,
                "invalid_request");
        assertError(
                visitor.post("/oauth/token", Map.of("grant_type", "client_credentials"), "Authorization", "Basic !!!"),
                401,
                "invalid_client");
    }

    @Test
    void whatIsWrongWithARequestIsSaid() {
        assertError(
                visitor.post("/oauth/token", form(Map.of("grant_type", "password"))), 400, "unsupported_grant_type");
        assertError(visitor.post("/oauth/token", form(Map.of("scope", "admin"))), 400, "invalid_scope");
        assertError(visitor.post("/oauth/token", form(Map.of("scope", "openid"))), 400, "invalid_scope");
        assertError(
                visitor.post("/oauth/token", form(Map.of("resource", "https://other.example"))), 400, "invalid_target");
        assertError(visitor.postJson("/oauth/token", "{}"), 400, "invalid_request");
        assertError(visitor.get("/oauth/token"), 405, "invalid_request");
        assertError(visitor.post("/oauth/token", form(Map.of("padding", "x".repeat(70_000)))), 413, "invalid_request");
    }

    @Test
    void aClientThatRegisteredItselfCannotActByItself() {
        String registered = visitor.register("https://app.example.com/callback");

        assertError(
                visitor.post("/oauth/token", Map.of("grant_type", "client_credentials", "client_id", registered)),
                400,
                "unauthorized_client");
    }

    @Test
    void aTokenIsDescribedToItsClientAndToAdministratorsOnly() {
        String token = visitor.post("/oauth/token", form(Map.of("scope", "read")))
                .json()
                .path("access_token")
                .asText();

        Answered own = introspect(token, RunningServer.WRITER);
        assertThat(own.json().path("active").asBoolean()).isTrue();
        assertThat(own.json().path("sub").asText()).isEqualTo(RunningServer.WRITER);
        assertThat(own.json().path("scope").asText()).isEqualTo("read");
        assertThat(own.json().path("exp").asLong()).isPositive();
        assertThat(introspect(token, RunningServer.ADMINISTRATOR)
                        .json()
                        .path("active")
                        .asBoolean())
                .isTrue();
        assertThat(introspect(token, RunningServer.READER).body()).isEqualTo("{\"active\":false}");
        assertThat(introspect("nonsense", RunningServer.WRITER).body()).isEqualTo("{\"active\":false}");
        assertError(visitor.post("/oauth/introspect", Map.of("token", token)), 401, "invalid_client");
    }

    @Test
    void aRevokedTokenIsGoodNoMore() {
        String token = visitor.post("/oauth/token", form(Map.of()))
                .json()
                .path("access_token")
                .asText();

        assertThat(visitor.post(
                                "/oauth/revoke",
                                Map.of("token", token),
                                "Authorization",
                                basic("client-of-reader", UserFiles.clientSecretOf("reader")))
                        .status())
                .isEqualTo(200);
        assertThat(visitor.statusWith(token, "/api/tags")).isEqualTo(200);
        assertThat(visitor.post("/oauth/revoke", Map.of("token", token), "Authorization", basic(CLIENT, SECRET))
                        .status())
                .isEqualTo(200);

        assertThat(visitor.statusWith(token, "/api/tags")).isEqualTo(401);
        assertThat(introspect(token, RunningServer.WRITER).body()).isEqualTo("{\"active\":false}");
    }

    @Test
    void aRegistrationThatMakesNoSenseIsRefused() {
        for (String metadata : new String[] {
            "[]",
            "nothing",
            "{}",
            "{\"redirect_uris\":[]}",
            "{\"redirect_uris\":[\"http://example.com/\"]}",
            "{\"redirect_uris\":[\"javascript:alert(1)\"]}",
            "{\"redirect_uris\":[\"https://a.example/#x\"]}",
            "{\"redirect_uris\":[\"https://a.example/\"],\"grant_types\":[\"client_credentials\"]}",
            "{\"redirect_uris\":[\"https://a.example/\"],\"response_types\":[\"token\"]}",
            "{\"redirect_uris\":[\"https://a.example/\"],\"token_endpoint_auth_method\":\"private_key_jwt\"}"
        }) {
            Answered refused = visitor.postJson("/oauth/register", metadata);
            assertThat(refused.status()).as(metadata).isEqualTo(400);
            assertThat(refused.json().path("error").asText())
                    .as(metadata)
                    .isIn("invalid_client_metadata", "invalid_redirect_uri");
        }
    }

    @Test
    void theServerDescribesItself() {
        String issuer = "http://localhost:" + RestAssured.port;
        for (String path : new String[] {
            "/.well-known/oauth-authorization-server",
            "/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server/mcp",
            "/mcp/.well-known/openid-configuration"
        }) {
            Answered metadata = visitor.get(path);
            assertThat(metadata.status()).as(path).isEqualTo(200);
            assertThat(metadata.json().path("issuer").asText()).isEqualTo(issuer);
            assertThat(metadata.json().path("code_challenge_methods_supported").toString())
                    .isEqualTo("[\"S256\"]");
            for (String endpoint : new String[] {"jwks_uri", "authorization_endpoint"}) {
                String address = metadata.json().path(endpoint).asText();
                assertThat(address).startsWith(issuer + "/");
                assertThat(visitor.get(address.substring(issuer.length())).status())
                        .isNotEqualTo(404);
            }
        }
        for (String resource : new String[] {"", "/mcp", "/mcp/sse"}) {
            Answered metadata = visitor.get("/.well-known/oauth-protected-resource" + resource);
            assertThat(metadata.json().path("resource").asText()).isEqualTo(issuer + resource);
            assertThat(metadata.json().path("authorization_servers").toString()).isEqualTo("[\"" + issuer + "\"]");
        }
        assertThat(visitor.get("/.well-known/oauth-protected-resource/nothing").status())
                .isEqualTo(404);
        Answered keys = visitor.get("/oauth/jwks.json");
        assertThat(keys.json().at("/keys/0/kty").asText()).isEqualTo("RSA");
        assertThat(keys.json().at("/keys/0").has("d")).isFalse();
    }

    private Answered introspect(String token, String user) {
        return visitor.post(
                "/oauth/introspect",
                Map.of("token", token),
                "Authorization",
                basic("client-of-" + user, UserFiles.clientSecretOf(user)));
    }

    private static void assertError(Answered answered, int status, String error) {
        assertThat(answered.json().path("error").asText()).as(answered.body()).isEqualTo(error);
        assertThat(answered.status()).isEqualTo(status);
        assertThat(answered.json().path("error_description").asText()).isNotEmpty();
        if (status == 401) {
            assertThat(answered.header("www-authenticate")).startsWith("Basic");
        }
    }

    private static Map<String, String> form(Map<String, String> changes) {
        Map<String, String> form =
                new HashMap<>(Map.of("grant_type", "client_credentials", "client_id", CLIENT, "client_secret", SECRET));
        form.putAll(changes);
        return form;
    }

    private static String basic(String client, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
}
