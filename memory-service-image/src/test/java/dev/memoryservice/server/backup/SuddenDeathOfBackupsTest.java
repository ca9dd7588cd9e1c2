package dev.memoryservice.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.backup.format.KeyRing;
import dev.memoryservice.server.backup.repository.FolderRepository;
import dev.memoryservice.server.backup.repository.Repository;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.store.sqlite.TestStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it backs up, proves, prunes and restores leaves the old state or the new one, never a
 * mix, and the next one goes on. How often: {@code -Dkills=50}.
 */
@Timeout(600)
class SuddenDeathOfBackupsTest {

    private static final int KILLS = Integer.getInteger("kills", 5);
    private static final int LONGEST_MILLISECONDS = 1_500;

    @TempDir
    private Path directory;

    @Test
    void whateverMomentItIsKilledAtThereIsOneStateOrTheOther() throws Exception {
        BackingUpProcess.prepare(directory);
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            int milliseconds = random.nextInt(LONGEST_MILLISECONDS);
            killAfter(milliseconds);

            check("seed %d, kill %d after %d ms".formatted(seed, kill, milliseconds));
        }
    }

    private void killAfter(int milliseconds) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BackingUpProcess.class.getName(),
                        directory.toString())
                .redirectError(directory.resolve("errors").toFile())
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine())
                    .as(Files.readString(directory.resolve("errors")))
                    .isEqualTo(BackingUpProcess.AT_WORK);
            assertThat(process.waitFor(milliseconds, TimeUnit.MILLISECONDS))
                    .as(Files.readString(directory.resolve("errors")))
                    .isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void check(String when) throws IOException {
        List<List<String>> states = BackingUpProcess.states();
        Repository repository = new FolderRepository(directory.resolve("backups"));
        Catalogue catalogue = new Catalogue(repository);
        catalogue.open(KeyRing.NONE);
        try (MemoryStore store = TestStores.open(directory)) {
            List<String> now = BackingUpProcess.contents(BackingUpProcess.snapshot(store));
            assertThat(states).as(when).contains(now);
            String content = now.getFirst();
            assertThat(store.search(
                            BackingUpProcess.SPACE,
                            new SearchQuery(content, SampleMemories.vectorOf(content), 5, MemoryFilter.NONE)))
                    .as(when)
                    .anyMatch(hit -> hit.memory().content().equals(content));
        }
        List<Backup> backups = catalogue.list();
        assertThat(backups).as(when).noneMatch(backup -> backup.state() == Backup.State.RUNNING);
        List<Backup> made = backups.stream()
                .filter(backup -> backup.state() == Backup.State.SUCCEEDED)
                .toList();
        assertThat(made).as(when).isNotEmpty();
        for (Backup backup : made) {
            assertThat(states)
                    .as(when)
                    .contains(BackingUpProcess.contents(
                            each -> Verification.read(() -> repository.read(backup.id()), KeyRing.NONE, each)));
        }
        try (Stream<Path> files = Files.list(directory.resolve("backups"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as(when)
                    .allMatch(name -> name.endsWith(".memorybackup") || name.endsWith(".json"));
        }
    }
}
