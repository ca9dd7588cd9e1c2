package dev.memoryservice.server.auth;

import static dev.memoryservice.server.Waiting.await;
import static dev.memoryservice.server.auth.UserFiles.digest;
import static dev.memoryservice.server.auth.UserFiles.files;
import static dev.memoryservice.server.auth.UserFiles.keyOf;
import static dev.memoryservice.server.auth.UserFiles.text;
import static dev.memoryservice.server.auth.UserFiles.user;
import static dev.memoryservice.server.auth.UserFiles.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {

    @TempDir
    Path directory;

    private KeyMount mount;
    private Started server;

    @BeforeEach
    void start() throws IOException {
        mount = KeyMount.at(directory);
        mount.write(files(user("alice", "read"), user("bob", "write")));
        server = Started.with(Map.of("memory-service.auth.users-directory", directory.toString()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aKeyOpensTheTenantOfItsUserWithItsScopes() {
        assertThat(server.caller(keyOf("alice"))).satisfies(alice -> {
            assertThat(alice.name()).isEqualTo("alice");
            assertThat(alice.tenant()).isEqualTo("alice");
            assertThat(alice.scopeWords()).containsExactly("read");
            assertThat(alice.credential()).isEqualTo(Caller.Credential.USER_KEY);
        });
        assertThat(server.caller(keyOf("bob")).scopeWords()).containsExactly("read", "write");
        assertThat(server.judge("alice")).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void duringARotationBothKeysOpenUntilTheOldOneExpires() throws IOException {
        Instant soon = Instant.now().plus(1, ChronoUnit.SECONDS);
        mount.write(files(with(
                user("alice", "read"),
                "keys",
                List.of(
                        digest("new"),
                        Map.of("sha256", digest(keyOf("alice")).get("sha256"), "notAfter", soon.toString())))));

        await().until(() -> server.judge("new") instanceof Verdict.Accepted);
        await().until(() -> server.judge(keyOf("alice")) instanceof Verdict.Rejected);
        assertThat(server.judge(keyOf("alice"))).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
            assertThat(rejected.status()).isEqualTo(403);
            assertThat(rejected.detail()).contains("'alice' expired at " + soon);
        });
        assertThat(server.judge("new")).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aSuspendedUserIsKeptOutAndTold() throws IOException {
        mount.write(files(with(user("alice", "read"), "suspended", true)));

        await().until(() -> server.judge(keyOf("alice")) instanceof Verdict.Rejected);
        assertThat(server.judge(keyOf("alice"))).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
            assertThat(rejected.name()).isEqualTo("alice");
            assertThat(rejected.detail()).contains("'alice' is suspended");
        });
    }

    @Test
    void aUserThatIsDeletedIsUnknown() throws IOException {
        mount.write(files(user("bob", "write")));

        await().until(() -> server.judge(keyOf("alice")).equals(Verdict.UNKNOWN));
        assertThat(server.users().find("alice")).isEmpty();
        assertThat(server.judge(keyOf("bob"))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aBrokenFileLeavesItsUserAsItWasAndTheOthersAreReadAgain() throws IOException {
        mount.write(Map.of("alice.json", "{\"name\":", "bob.json", text(user("bob", "admin"))));

        await().until(() -> server.caller(keyOf("bob")).may(Scope.ADMIN));
        assertThat(server.caller(keyOf("alice")).scopeWords()).containsExactly("read");

        mount.write(files(user("alice", "admin")));

        await().until(() -> server.caller(keyOf("alice")).may(Scope.ADMIN));
    }

    @Test
    void aFileThatIsBrokenFromTheStartKeepsNobodyElseOut() throws IOException {
        mount.write(Map.of("alice.json", "[]", "carol.json", text(user("carol", "read"))));

        try (Started again = Started.with(Map.of("memory-service.auth.users-directory", directory.toString()))) {
            assertThat(again.judge(keyOf("carol"))).isInstanceOf(Verdict.Accepted.class);
            assertThat(again.judge(keyOf("alice"))).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void aKeyThatTwoUsersHaveOpensNeither() throws IOException {
        mount.write(
                files(user("alice", "read"), with(user("mallory", "read"), "keys", List.of(digest(keyOf("alice"))))));

        await().until(() -> server.judge(keyOf("alice")).equals(Verdict.UNKNOWN));
    }

    @Test
    void aDirectoryThatIsMissingIsNamedAtTheStart() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> Started.with(Map.of("memory-service.auth.users-directory", missing.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("MEMORY_SERVICE_AUTH_USERS_DIRECTORY");
    }
}
