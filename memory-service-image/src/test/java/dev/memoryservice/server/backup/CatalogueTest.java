package dev.memoryservice.server.backup;

import static dev.memoryservice.server.backup.SampleBackups.entries;
import static dev.memoryservice.server.backup.SampleBackups.file;
import static dev.memoryservice.server.memory.SampleMemories.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.memoryservice.server.backup.format.KeyRing;
import dev.memoryservice.server.backup.repository.FolderRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of backups after the process that made them has died, and of files that people copy and delete. */
class CatalogueTest {

    private static final String ID = "20261121T030000Z-k3x9";
    private static final String NEWER = "20261122T030000Z-k3x9";
    private static final String UNFINISHED = "20261123T030000Z-k3x9";

    @TempDir
    private Path directory;

    private FolderRepository repository;

    @BeforeEach
    void choosePlace() {
        repository = new FolderRepository(directory);
    }

    private Catalogue open() {
        Catalogue catalogue = new Catalogue(repository);
        catalogue.open(KeyRing.NONE);
        return catalogue;
    }

    private static Backup running(String id) {
        return Backup.running(id, Backup.Trigger.SCHEDULE, Map.of("job", "nightly"), START);
    }

    private void write(String id) {
        byte[] file = file(entries(), Optional.empty());
        repository.write(id, out -> out.write(file));
    }

    @Test
    void whatWasBeingMadeHasFailed() {
        open().save(running(ID));

        Backup after = open().find(ID).orElseThrow();

        assertThat(after.state()).isEqualTo(Backup.State.FAILED);
        assertThat(after.message()).contains("Interrupted");
        assertThat(after.labels()).containsEntry("job", "nightly");
        assertThat(open().find(ID)).hasValue(after);
    }

    @Test
    void whatWasMadeAndNotWrittenDownIsFound() {
        open().save(running(ID));
        write(ID);

        Backup after = open().find(ID).orElseThrow();

        assertThat(after.state()).isEqualTo(Backup.State.SUCCEEDED);
        assertThat(after.memories()).hasValue(3L);
        assertThat(after.trigger()).isEqualTo(Backup.Trigger.SCHEDULE);
    }

    @Test
    void aVerificationThatWasInterruptedHasFailedAndTheBackupHasNot() {
        write(ID);
        Backup made = open().find(ID).orElseThrow();
        open().save(made.verified(Backup.Proof.RUNNING, "", Optional.empty()));

        Backup after = open().find(ID).orElseThrow();

        assertThat(after.state()).isEqualTo(Backup.State.SUCCEEDED);
        assertThat(after.verification().state()).isEqualTo(Backup.Proof.FAILED);
        assertThat(after.verification().message()).contains("Interrupted by a restart");
    }

    @Test
    void filesThatPeopleCopyAndDeleteAreSeen() throws IOException {
        Catalogue catalogue = open();
        catalogue.save(running(ID).failed("no room", START));
        write(NEWER);

        assertThat(catalogue.list()).extracting(Backup::id).containsExactly(NEWER, ID);
        assertThat(catalogue.find(NEWER).orElseThrow().message()).contains("not read yet");
        assertThat(catalogue.find(NEWER).orElseThrow().memories()).isEmpty();

        Files.delete(directory.resolve(NEWER + ".memorybackup"));
        assertThat(catalogue.list()).extracting(Backup::id).containsExactly(ID);
    }

    @Test
    void otherFilesAndBrokenNotesAreLeftAside() throws IOException {
        Files.writeString(directory.resolve("notes.json"), "{}");
        Files.writeString(directory.resolve("old.memorybackup"), "?");
        Files.writeString(directory.resolve(ID + ".json"), "{broken", StandardCharsets.UTF_8);
        write(NEWER);

        assertThat(open().list()).extracting(Backup::id).containsExactly(NEWER);
        assertThat(directory.resolve("notes.json")).exists();
    }

    @Test
    void whatIsOnAVolumeThatTakesNoWritesIsKnownNevertheless() throws Exception {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", volume.toString()))
                .as("mounting needs root")
                .isZero();
        try {
            repository = new FolderRepository(volume);
            write(ID);
            write(NEWER);
            Catalogue before = open();
            before.save(before.find(ID).orElseThrow());
            before.save(running(NEWER));
            before.save(running(UNFINISHED));
            Files.write(volume.resolve(UNFINISHED + ".memorybackup.partial"), new byte[100]);
            assertThat(run("mount", "-o", "remount,ro", volume.toString())).isZero();

            Catalogue after = open();

            assertThat(after.list())
                    .extracting(Backup::id, Backup::state)
                    .containsExactlyInAnyOrder(
                            tuple(ID, Backup.State.SUCCEEDED),
                            tuple(NEWER, Backup.State.SUCCEEDED),
                            tuple(UNFINISHED, Backup.State.FAILED));
            assertThatThrownBy(() -> repository.saveNote(ID, new byte[1]))
                    .hasMessageContaining("its volume is read-only: find out in the log of its node why");
            assertThatThrownBy(() -> after.delete(ID)).hasMessageContaining("read-only");
            assertThat(after.find(ID)).isPresent();
        } finally {
            assertThat(run("umount", volume.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    @Test
    void aDeletionThatWasInterruptedIsFinished() throws IOException {
        write(ID);
        open().save(open().find(ID).orElseThrow());
        Files.delete(directory.resolve(ID + ".memorybackup"));

        assertThat(open().list()).isEmpty();
        assertThat(repository.notes()).isEmpty();
    }
}
