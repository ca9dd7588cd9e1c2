package dev.memoryservice.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyDirectoryTest {

    @TempDir
    Path directory;

    @Test
    void eachFileOfAMountedSecretIsANamedKey() throws IOException {
        KeyMount.at(directory).write(Map.of("alice", "a-key", "bob", "b-key\n"));

        assertThat(new KeyDirectory(directory).read())
                .containsExactlyInAnyOrderEntriesOf(Map.of("alice", "a-key", "bob", "b-key"));
    }

    @Test
    void anUpdateOfTheSecretReplacesAllKeys() throws IOException {
        KeyMount mount = KeyMount.at(directory);
        mount.write(Map.of("alice", "old", "bob", "b-key"));
        mount.write(Map.of("alice", "new"));

        assertThat(new KeyDirectory(directory).read()).isEqualTo(Map.of("alice", "new"));
    }

    @Test
    void anEmptyFileIsNamed() throws IOException {
        Files.writeString(directory.resolve("alice"), " \n");

        assertThatThrownBy(() -> new KeyDirectory(directory).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("alice")
                .hasMessageContaining("empty");
    }

    @Test
    void aFileTooLongForAKeyIsNamedAndNotQuoted() throws IOException {
        Files.writeString(directory.resolve("dump"), "secret".repeat(1000));

        assertThatThrownBy(() -> new KeyDirectory(directory).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("dump")
                .hasMessageContaining("4096")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void aMissingDirectoryIsAnError() {
        assertThatThrownBy(() -> new KeyDirectory(directory.resolve("missing")).read())
                .isInstanceOf(IOException.class);
    }
}
