package dev.memoryservice.server.backup;

import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.memoryservice.server.Backends;
import dev.memoryservice.server.backup.format.BackupContents;
import dev.memoryservice.server.backup.format.KeyRing;
import dev.memoryservice.server.backup.repository.FolderRepository;
import dev.memoryservice.server.backup.repository.RepositoryException;
import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Replacement;
import dev.memoryservice.server.memory.RestoreLog;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.portable.InvalidFileException;
import dev.memoryservice.server.store.sqlite.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a real store into a real folder. */
@Timeout(120)
class BackupOfStoreTest {

    private static final Space SPACE = Space.of("alice");
    private static final String ID = "20261121T030000Z-k3x9";

    @TempDir
    private Path directory;

    private MemoryStore store;
    private FolderRepository repository;

    @BeforeEach
    void open() {
        store = TestStores.open(directory.resolve("data"));
        repository = new FolderRepository(directory.resolve("backups"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void put(String content) {
        store.store(SPACE, memory(content), vectorOf(content));
    }

    private BackupMaking making() {
        return new BackupMaking(store, SampleBackups.MODEL, SampleMemories.DIMENSION, "1.2.3");
    }

    private BackupContents make(String id) {
        return making().make(id, repository, Optional.empty(), () -> {});
    }

    private List<String> contents(String id) {
        List<String> contents = new ArrayList<>();
        Verification.read(() -> repository.read(id), KeyRing.NONE, entry -> {
            if (entry instanceof SnapshotEntry.OfMemory kept) {
                contents.add(kept.stored().memory().content());
            }
        });
        return contents;
    }

    private Verification verification(String id) {
        return new Verification(
                () -> repository.read(id), KeyRing.NONE, directory.resolve("scratch"), Backends::scratch, () -> {});
    }

    @Test
    void aBackupThatIsTakenWhileMemoriesAreStoredIsAPrefixOfWhatWasStored() throws Exception {
        int threads = 4;
        AtomicIntegerArray acknowledged = new AtomicIntegerArray(threads);
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService storing = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                storing.execute(() -> {
                    for (int i = 0; !enough.get(); i++) {
                        put("thread " + number + " memory " + i);
                        acknowledged.set(number, i + 1);
                    }
                });
            }
            try {
                for (int backup = 0; backup < 5; backup++) {
                    String id = "20261121T03000%dZ-k3x9".formatted(backup);
                    int[] before = new int[threads];
                    for (int thread = 0; thread < threads; thread++) {
                        before[thread] = acknowledged.get(thread);
                    }

                    make(id);

                    List<String> kept = contents(id);
                    for (int thread = 0; thread < threads; thread++) {
                        String prefix = "thread " + thread + " ";
                        List<String> own = kept.stream()
                                .filter(content -> content.startsWith(prefix))
                                .toList();
                        assertThat(own).hasSizeGreaterThanOrEqualTo(before[thread]);
                        for (int i = 0; i < own.size(); i++) {
                            assertThat(own.get(i)).isEqualTo(prefix + "memory " + i);
                        }
                    }
                }
            } finally {
                enough.set(true);
            }
        }
    }

    @Test
    void aGoodBackupIsProvenAndNothingIsLeftOfTheProof() throws IOException {
        for (int i = 0; i < 30; i++) {
            put("memory number " + i + " of the harbour");
        }
        BackupContents made = make(ID);

        BackupContents proven = verification(ID).run();

        assertThat(proven.sha256()).isEqualTo(made.sha256());
        assertThat(proven.manifest()).isEqualTo(made.manifest());
        try (Stream<Path> left = Files.list(directory.resolve("scratch"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aBackupThatDoesNotRestoreToItselfIsFoundOut() {
        put("the same hash twice");
        make(ID);
        SnapshotEntry[] kept = new SnapshotEntry[1];
        store.readSnapshot(Extent.EVERYTHING, entry -> kept[0] = entry);
        // A file that is right in itself, of something that no store holds: the same memory in two tenants' words.
        byte[] file = SampleBackups.file(
                List.of(kept[0], new SnapshotEntry.OfSpace(new Space("late", "default"))), Optional.empty());
        repository.write("20261121T040000Z-k3x9", out -> out.write(file));

        assertThatThrownBy(() -> verification("20261121T040000Z-k3x9").run())
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("Restored, the backup is something else");
    }

    @Test
    void aFullVolumeEndsABackupAndLeavesNothingOfIt() throws Exception {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", volume.toString()))
                .as("mounting needs root")
                .isZero();
        try {
            for (int i = 0; i < 40; i++) {
                put("memory " + i + " " + "x".repeat(100) + randomText(i));
            }
            FolderRepository full = new FolderRepository(volume);

            assertThatThrownBy(() -> making().make(ID, full, Optional.empty(), () -> {}))
                    .isInstanceOf(RepositoryException.class)
                    .hasMessageContaining("is full: enlarge its volume, or delete backups");

            assertThat(full.list()).isEmpty();
            try (Stream<Path> left = Files.list(volume)) {
                assertThat(left).isEmpty();
            }
        } finally {
            assertThat(run("umount", volume.toString())).isZero();
        }
    }

    /** What does not compress. */
    private static String randomText(int seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 12_000; i++) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        return text.toString();
    }

    @Test
    void aStoreWithoutRoomForARestoreIsLeftAsItWas() {
        for (int i = 0; i < 50; i++) {
            put("memory " + i + " " + randomText(i));
        }
        make(ID);
        try (MemoryStore small = TestStores.openWithQuota(directory.resolve("small"), 150)) {
            small.store(SPACE, memory("what there was"), vectorOf("what there was"));

            assertThatThrownBy(() -> small.replace(new Replacement(
                            Optional.empty(),
                            each -> Verification.read(() -> repository.read(ID), KeyRing.NONE, each),
                            difference -> new RestoreLog.Entry("r", Instant.EPOCH, ""))))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("is full: free space on its volume or enlarge it");

            assertThat(small.find(SPACE, SampleMemories.hashOf("what there was")))
                    .isPresent();
            assertThat(small.statistics(SPACE).memories()).isEqualTo(1);
            small.store(SPACE, memory("more"), vectorOf("more"));
        }
    }

    @Test
    void whatIsInterruptedLeavesNothing() throws IOException {
        put("one");
        put("two");
        int[] entries = {0};

        assertThatThrownBy(() -> making().make(ID, repository, Optional.empty(), () -> {
                    if (++entries[0] == 2) {
                        throw new BackupException("enough");
                    }
                }))
                .hasMessage("enough");

        assertThat(repository.list()).isEmpty();
        try (Stream<Path> left = Files.list(directory.resolve("backups"))) {
            assertThat(left).isEmpty();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .inheritIO()
                .start()
                .waitFor();
    }
}
