package dev.memoryservice.server.backup.format;

import static dev.memoryservice.server.backup.SampleBackups.entries;
import static dev.memoryservice.server.backup.SampleBackups.file;
import static dev.memoryservice.server.backup.SampleBackups.key;
import static dev.memoryservice.server.backup.SampleBackups.ring;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.portable.EntryLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that were written by released versions stay readable. A file is written once, by the version that brings a format
 * ({@code -Dgenerate=true}), and then never again.
 */
class GoldenFileTest {

    private static final Path FOLDER = Path.of("src/test/resources/backups");
    private static final EncryptionKey KEY = key("golden", 7);

    @ParameterizedTest
    @ValueSource(strings = {"version-2.memorybackup", "version-2-encrypted.memorybackup"})
    void aFileOfAReleasedVersionIsReadAsItWasWritten(String name) throws IOException {
        List<SnapshotEntry> back = new ArrayList<>();
        try (InputStream in = Files.newInputStream(FOLDER.resolve(name))) {
            BackupContents contents = BackupReader.read(in, ring(KEY), back::add);

            assertThat(contents.header().server()).isEqualTo("1.2.3");
        }
        assertThat(lines(back)).isEqualTo(lines(entries()));
    }

    private static List<String> lines(List<SnapshotEntry> entries) {
        return entries.stream()
                .map(entry -> new String(EntryLine.write(entry), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void writeTheFilesOfANewVersion() throws IOException {
        Assumptions.assumeTrue(Boolean.getBoolean("generate"), "only with -Dgenerate=true");
        Files.createDirectories(FOLDER);
        write("version-2.memorybackup", Optional.empty());
        write("version-2-encrypted.memorybackup", Optional.of(KEY));
    }

    private static void write(String name, Optional<EncryptionKey> key) throws IOException {
        if (Files.notExists(FOLDER.resolve(name))) {
            Files.write(FOLDER.resolve(name), file(entries(), key));
        }
    }
}
