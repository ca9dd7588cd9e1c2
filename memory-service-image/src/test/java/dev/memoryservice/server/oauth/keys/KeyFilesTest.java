package dev.memoryservice.server.oauth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.auth.KeyMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {

    private static final String FIRST = TestKeys.pem();
    private static final String SECOND = TestKeys.pem();

    @TempDir
    Path directory;

    @Test
    void everyKeyOfAMountedSecretIsPublishedAndOneSigns() throws IOException {
        mount(Map.of("a.pem", FIRST, "b.pem", SECOND, "signing", "b\n"));

        TokenKeys keys = new KeyFiles(directory).read();

        assertThat(keys.description()).contains("'b' signs").contains("[a, b]");
        assertThat((List<?>) keys.jwks().get("keys")).hasSize(2);
        assertThat(keys.jwks().toString())
                .contains("RS256")
                .doesNotContain(" d=")
                .doesNotContain(" p=");
    }

    @Test
    void theFirstKeyIsMadeOnceForThisUserOnly() throws IOException {
        Path own = directory.resolve("oauth-keys");
        KeyFiles files = new KeyFiles(own);

        files.makeFirst();
        String made = files.read().description();
        files.makeFirst();

        assertThat(files.read().description()).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        Path file = own.resolve(TestKeys.in(own).kid() + ".pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatDoesNotFitIsSaidWithoutAWordOfAKey() throws IOException {
        assertRefused(Map.of("a.pem", FIRST, "signing", "c"), "names a key that is not there");
        assertRefused(Map.of("a.pem", FIRST, "b.pem", SECOND), "signing is missing");
        assertRefused(Map.of("a.pem", "nothing", "signing", "a"), "a.pem is no PEM");
        assertRefused(Map.of("a.pem", TestKeys.pem(1024), "signing", "a"), "1024 bits");
        assertRefused(Map.of("a.pem", FIRST.replace("PRIVATE", "RSA PRIVATE"), "signing", "a"), "openssl pkcs8");
        assertRefused(Map.of("a.pem", FIRST.replaceFirst("MII", "AAA"), "signing", "a"), "no RSA key");
        assertRefused(Map.of("signing", "a"), "holds 0 keys");
    }

    private void assertRefused(Map<String, String> files, String message) throws IOException {
        mount(files);
        assertThatThrownBy(() -> new KeyFiles(directory).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining(FIRST.substring(40, 60));
    }

    private void mount(Map<String, String> files) throws IOException {
        KeyMount.at(directory).write(files);
    }
}
