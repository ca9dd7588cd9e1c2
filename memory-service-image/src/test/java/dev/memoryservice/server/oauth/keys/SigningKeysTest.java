package dev.memoryservice.server.oauth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.memoryservice.server.auth.Readings;
import dev.memoryservice.server.oauth.TestSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.KeyPair;
import java.text.ParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that older set-ups have: a key or a secret in the environment. */
class SigningKeysTest {

    private static final KeyPair PAIR = TestKeys.pair();
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aKeyOfTheEnvironmentSignsAlsoWithItsLineBreaksWrittenOut() throws ParseException {
        String pem = TestKeys.pem().replace("\n", "\\n");

        TokenKeys keys = started(Map.of("memory-service.oauth.private-key", pem));

        assertThat(keys.algorithm()).isEqualTo("RS256");
        assertThat((List<?>) keys.jwks().get("keys")).hasSize(1);
        assertThat(keys.signed(SignedJWT.parse(sign(keys)))).isTrue();
    }

    @Test
    void aPublicKeyOfAnotherPairIsRefused() {
        String open = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(PAIR.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----";

        assertThatThrownBy(() -> started(Map.of(
                        "memory-service.oauth.private-key", TestKeys.pem(), "memory-service.oauth.public-key", open)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not of one pair");
    }

    @Test
    void aSecretSignsWhereThereIsNoKeyAndNobodySeesIt() throws ParseException {
        TokenKeys keys = started(Map.of("memory-service.oauth.secret-key", SECRET));
        TokenKeys rsa = started(Map.of("memory-service.oauth.private-key", TestKeys.pem()));

        assertThat(keys.algorithm()).isEqualTo("HS256");
        assertThat(keys.jwks().toString()).isEqualTo("{keys=[]}");
        assertThat(keys.signed(SignedJWT.parse(sign(keys)))).isTrue();
        assertThat(rsa.signed(SignedJWT.parse(sign(keys)))).isFalse();
        assertThat(keys.signed(SignedJWT.parse(sign(rsa)))).isFalse();
    }

    @Test
    void whatIsTooShortOrBrokenIsSaidWithoutItsContent() {
        assertThatThrownBy(() -> started(Map.of("memory-service.oauth.secret-key", SECRET.substring(1))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MCP_OAUTH_SECRET_KEY")
                .hasMessageNotContaining(SECRET.substring(1));
        assertThatThrownBy(() -> started(Map.of("memory-service.oauth.private-key", "nonsense")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MCP_OAUTH_PRIVATE_KEY")
                .hasMessageNotContaining("nonsense");
    }

    private TokenKeys started(Map<String, String> special) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "memory-service.sqlite.path", directory.resolve("memory.db").toString()));
        settings.putAll(special);
        var config = TestSettings.config(settings);
        SigningKeys keys = new SigningKeys(config, Readings.of(config, vertx));
        keys.start();
        return keys.current();
    }

    private static String sign(TokenKeys keys) {
        return keys.sign(
                new JOSEObjectType("at+jwt"),
                new JWTClaimsSet.Builder().subject("alice").build());
    }
}
