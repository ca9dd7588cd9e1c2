package dev.memoryservice.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

    private static final String DIRECTORY = "memory-service.auth.api-keys.directory";
    private static final String NAMED = "memory-service.auth.named-api-keys";

    @TempDir
    Path directory;

    @Test
    void aServerWithoutAKeyDoesNotStartAndSaysWhatToSet() {
        assertThatThrownBy(() -> Started.with(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there is no API key")
                .hasMessageContaining("MEMORY_SERVICE_AUTH_API_KEYS_DIRECTORY")
                .hasMessageContaining("MCP_API_KEY")
                .hasMessageContaining("MEMORY_SERVICE_AUTH_MODES=None");
    }

    @Test
    void aServerWithAnEmptyDirectoryOfKeysDoesNotStart() {
        assertThatThrownBy(() -> Started.with(Map.of(DIRECTORY, directory.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there is no API key");
    }

    @Test
    void aServerThatUsersWillBeGivenToNeedsNoKey() {
        try (Started started = Started.with(Map.of("memory-service.auth.users-directory", directory.toString()))) {
            assertThat(started.authentication().required()).isTrue();
            assertThat(started.judge("")).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void aServerWhoseKeysCannotBeReadDoesNotStartAndNamesTheFile() throws IOException {
        Files.createFile(directory.resolve("alice"));

        assertThatThrownBy(() -> Started.with(Map.of(DIRECTORY, directory.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Magic", "APIKey,None", "None,APIKey"})
    void anUnknownModeIsRefusedWithTheModesThereAre(String modes) {
        assertThatThrownBy(() -> Started.with(Map.of("memory-service.auth.modes", modes)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'" + modes + "'")
                .hasMessageContaining("use APIKey, OAuth or both, or None");
    }

    @Test
    void readingTheKeysInATightLoopIsRefused() {
        assertThatThrownBy(() -> Started.with(
                        Map.of("memory-service.auth.api-key", "k", "memory-service.auth.api-keys.poll", "1ms")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("100ms to 5m");
    }

    @Test
    void aServerThatLetsEverybodyInNeedsNoKey() {
        try (Started started = Started.with(Map.of("memory-service.auth.modes", "None"))) {
            assertThat(started.authentication().required()).isFalse();
        }
    }

    @Test
    void callersAreNamedLikeTheirKeysAndMayDoEverythingInTheDefaultTenant() throws IOException {
        KeyMount.at(directory).write(Map.of("alice", "a-key"));

        try (Started started = Started.with(Map.of(
                "memory-service.auth.api-key",
                "e-key",
                NAMED,
                "claude:c-key, web:w:key",
                DIRECTORY,
                directory.toString()))) {
            assertThat(started.caller("a-key").name()).isEqualTo("alice");
            assertThat(started.caller("e-key").name()).isEqualTo("default");
            assertThat(started.caller("c-key").name()).isEqualTo("claude");
            assertThat(started.caller("w:key").name()).isEqualTo("web");
            assertThat(started.caller("a-key").tenant()).isEqualTo("default");
            assertThat(started.caller("a-key").scopeWords()).containsExactly("read", "write", "admin");
            assertThat(started.judge("A-KEY")).isEqualTo(Verdict.UNKNOWN);
            assertThat(started.judge("")).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", ":secret", "name:", "good:key,:secret", "good:key,secret"})
    void aKeyOfTheEnvironmentWithoutANameIsRefusedAndNotQuoted(String keys) {
        assertThatThrownBy(() -> Started.with(Map.of(NAMED, keys)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("name:key")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void twoKeysOfOneNameAreRefused() {
        assertThatThrownBy(() -> Started.with(Map.of(NAMED, "claude:first,claude:second")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'claude'")
                .message()
                .doesNotContain("first");
        assertThatThrownBy(() -> Started.with(Map.of(NAMED, "default:first", "memory-service.auth.api-key", "second")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MCP_API_KEY");
    }

    @Test
    void everyScopeIncludesTheWeakerOnes() {
        Caller writer = new Caller("w", "t", Set.of(Scope.WRITE), Caller.Credential.USER_KEY, Quota.UNLIMITED);

        assertThat(writer.may(Scope.READ)).isTrue();
        assertThat(writer.may(Scope.WRITE)).isTrue();
        assertThat(writer.may(Scope.ADMIN)).isFalse();
    }
}
