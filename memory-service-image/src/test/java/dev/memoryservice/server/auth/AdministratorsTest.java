package dev.memoryservice.server.auth;

import static dev.memoryservice.server.Waiting.await;
import static dev.memoryservice.server.auth.UserFiles.digest;
import static dev.memoryservice.server.auth.UserFiles.files;
import static dev.memoryservice.server.auth.UserFiles.keyOf;
import static dev.memoryservice.server.auth.UserFiles.user;
import static dev.memoryservice.server.auth.UserFiles.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdministratorsTest {

    private static final String OPERATOR = "operator.example.com";

    @TempDir
    Path directory;

    private KeyMount administrators;

    @BeforeEach
    void mount() throws IOException {
        Path mounted = Files.createDirectory(directory.resolve("administrators"));
        administrators = KeyMount.at(mounted);
        administrators.write(files(user(OPERATOR, "admin")));
        KeyMount.at(Files.createDirectory(directory.resolve("users"))).write(files(user("alice", "admin")));
    }

    private Started start(String modes) {
        return Started.with(Map.of(
                "memory-service.auth.modes",
                modes,
                "memory-service.auth.api-key",
                "key-of-a-client",
                "memory-service.auth.users-directory",
                directory.resolve("users").toString(),
                "memory-service.auth.administrators-directory",
                directory.resolve("administrators").toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"APIKey", "OAuth", "APIKey,OAuth"})
    void theirKeysAreAcceptedWhateverClientsHaveToShow(String modes) {
        try (Started server = start(modes)) {
            assertThat(server.caller(keyOf(OPERATOR))).satisfies(operator -> {
                assertThat(operator.name()).isEqualTo(OPERATOR);
                assertThat(operator.tenant()).isEqualTo(OPERATOR);
                assertThat(operator.may(Scope.ADMIN)).isTrue();
                assertThat(operator.credential()).isEqualTo(Caller.Credential.ADMINISTRATOR_KEY);
            });
        }
    }

    @Test
    void whereClientsNeedTokensNoOtherKeyOpensAnything() {
        try (Started server = start("OAuth")) {
            assertThat(server.judge(keyOf("alice"))).isInstanceOf(Verdict.Rejected.class);
            assertThat(server.judge("key-of-a-client")).isInstanceOf(Verdict.Rejected.class);
        }
    }

    @Test
    void aReplacedKeyOpensNothingAndTheNewOneDoes() throws IOException {
        try (Started server = start("OAuth")) {
            administrators.write(files(with(user(OPERATOR, "admin"), "keys", List.of(digest("another")))));

            await().until(() -> server.judge("another") instanceof Verdict.Accepted);
            assertThat(server.judge(keyOf(OPERATOR))).isInstanceOf(Verdict.Rejected.class);
        }
    }

    @Test
    void theyAreNoUsers() {
        try (Started server = start("OAuth")) {
            assertThat(server.users().find(OPERATOR)).isEmpty();
            assertThat(server.users().all()).extracting(User::name).containsExactly("alice");
        }
    }

    @Test
    void aDirectoryThatIsMissingIsNamedAtTheStart() {
        Path missing = directory.resolve("missing");
        Map<String, String> settings = Map.of(
                "memory-service.auth.modes",
                "OAuth",
                "memory-service.auth.administrators-directory",
                missing.toString());
        assertThatThrownBy(() -> Started.with(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("MEMORY_SERVICE_AUTH_ADMINISTRATORS_DIRECTORY");
    }
}
