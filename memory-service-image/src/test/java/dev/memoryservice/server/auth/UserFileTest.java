package dev.memoryservice.server.auth;

import static dev.memoryservice.server.auth.UserFiles.digest;
import static dev.memoryservice.server.auth.UserFiles.text;
import static dev.memoryservice.server.auth.UserFiles.user;
import static dev.memoryservice.server.auth.UserFiles.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserFileTest {

    @Test
    void everyFieldOfTheFileIsRead() throws IOException {
        User alice = parse("""
                {"name":"alice","tenant":"team","scopes":["read","write"],"suspended":true,
                 "keys":[{"sha256":"%s","notAfter":"2026-12-01T00:00:00Z"},{"sha256":"%s"}],
                 "passwords":[{"sha256":"%s"}],
                 "oauth":{"clientId":"c","secrets":[{"sha256":"%s"}],"redirectUris":["https://a.example/back"]},
                 "requestsPerMinute":600,"maxMemories":100000,"ofTheFuture":true}
                """.formatted(hex("one"), hex("two"), hex("word"), hex("client")));

        assertThat(alice.tenant()).isEqualTo("team");
        assertThat(alice.scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.WRITE);
        assertThat(alice.suspended()).isTrue();
        assertThat(alice.keys()).hasSize(2);
        assertThat(alice.keys().getFirst().notAfter()).hasValue(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(alice.keys().getLast()).isEqualTo(new User.Key(SecretDigest.of("two"), Optional.empty()));
        assertThat(alice.passwords()).containsExactly(SecretDigest.of("word"));
        assertThat(alice.oauth().orElseThrow().clientId()).isEqualTo("c");
        assertThat(alice.oauth().orElseThrow().secrets()).containsExactly(SecretDigest.of("client"));
        assertThat(alice.oauth().orElseThrow().redirectUris()).containsExactly("https://a.example/back");
        assertThat(alice.quota().requestsPerMinute()).hasValue(600);
        assertThat(alice.quota().maxMemories()).hasValue(100_000);
    }

    @Test
    void everythingButNameTenantAndScopesIsOptional() throws IOException {
        User alice = parse("{\"name\":\"alice\",\"tenant\":\"alice\",\"scopes\":[\"admin\"],\"keys\":null}");

        assertThat(alice.suspended()).isFalse();
        assertThat(alice.keys()).isEmpty();
        assertThat(alice.oauth()).isEmpty();
        assertThat(alice.quota()).isEqualTo(Quota.UNLIMITED);
    }

    static Stream<Arguments> brokenFields() {
        return Stream.of(
                Arguments.of("name", "mallory", "name is not the one"),
                Arguments.of("name", 5, "name is no text"),
                Arguments.of("tenant", "", "tenant is no text"),
                Arguments.of("tenant", "Secret!", "tenant is no name"),
                Arguments.of("scopes", List.of(), "scopes is empty"),
                Arguments.of("scopes", List.of("secret"), "scopes has another word"),
                Arguments.of("scopes", "secret", "scopes is no list"),
                Arguments.of("suspended", "secret", "suspended is neither true nor false"),
                Arguments.of("keys", "secret", "keys is no list"),
                Arguments.of("keys", List.of(digest("a"), Map.of("sha256", "secret")), "keys[1].sha256 is no SHA-256"),
                Arguments.of("keys", List.of("secret"), "keys[0].sha256 is no text"),
                Arguments.of(
                        "keys",
                        List.of(Map.of("sha256", hex("a"), "notAfter", "secret")),
                        "keys[0].notAfter is no time"),
                Arguments.of("passwords", List.of(Map.of("sha256", "secret")), "passwords[0].sha256 is no SHA-256"),
                Arguments.of("oauth", Map.of("secrets", List.of()), "oauth.clientId is no text"),
                Arguments.of(
                        "oauth",
                        Map.of("clientId", "c", "redirectUris", List.of(1)),
                        "oauth.redirectUris[0] is no text"),
                Arguments.of("requestsPerMinute", 0, "requestsPerMinute is no whole number from 1"),
                Arguments.of("requestsPerMinute", "secret", "requestsPerMinute is no whole number from 1"),
                Arguments.of("maxMemories", -1, "maxMemories is no whole number from 0"),
                Arguments.of("maxMemories", 1.5, "maxMemories is no whole number from 0"));
    }

    @ParameterizedTest
    @MethodSource("brokenFields")
    void aBrokenFieldIsNamedAndNotQuoted(String field, Object value, String problem) {
        assertThatThrownBy(() -> parse(text(with(user("alice", "read"), field, value))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(problem)
                .message()
                .doesNotContainIgnoringCase("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "{\"name\":secret}", "[]", "\"secret\"", "{\"name\":\"alice\""})
    void whatIsNoJsonObjectIsSaidToBeNoneAndNotQuoted(String content) {
        assertThatThrownBy(() -> parse(content))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("is no JSON")
                .message()
                .doesNotContain("secret");
    }

    private static String hex(String secret) {
        return (String) digest(secret).get("sha256");
    }

    private static User parse(String content) throws IOException {
        return UserFile.parse("alice", content.getBytes(StandardCharsets.UTF_8), new ObjectMapper());
    }
}
