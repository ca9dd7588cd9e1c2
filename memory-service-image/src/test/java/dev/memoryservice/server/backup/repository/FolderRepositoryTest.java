package dev.memoryservice.server.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRepositoryTest extends RepositoryContract {

    private static final String ID = "20261121T030000Z-k3x9";

    @TempDir
    private Path directory;

    @Override
    Repository repository() {
        return new FolderRepository(directory.resolve("made/when/missing"));
    }

    @Test
    void itsFilesAreForItsUserOnly() throws IOException {
        repository().write(ID, out -> out.write(1));

        assertThat(Files.getPosixFilePermissions(directory.resolve("made/when/missing/" + ID + ".memorybackup")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatAKilledProcessLeftIsRemoved() throws IOException {
        repository().write(ID, out -> out.write(1));
        Path leftover = directory.resolve("made/when/missing/20261122T030000Z-k3x9.memorybackup.partial");
        Files.write(leftover, new byte[100]);
        Path other = Files.writeString(directory.resolve("made/when/missing/notes.txt"), "somebody's");

        repository().removeLeftovers();

        assertThat(leftover).doesNotExist();
        assertThat(other).exists();
        assertThat(repository().list()).hasSize(1);
    }

    @Test
    void aPlaceThatIsNoFolderIsSaidToBeNone() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "no folder");
        FolderRepository nowhere = new FolderRepository(file.resolve("below"));

        assertThatThrownBy(() -> nowhere.write(ID, out -> out.write(1)))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("The place of the backups, the folder " + file)
                .hasMessageContaining("check its volume");
    }
}
