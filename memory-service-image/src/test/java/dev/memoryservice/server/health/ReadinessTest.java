package dev.memoryservice.server.health;

import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreProblem;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.store.sqlite.Pragmas;
import dev.memoryservice.server.store.sqlite.SqliteMemoryStore;
import dev.memoryservice.server.store.sqlite.SqliteOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that can be read is ready, and one that cannot is not. */
@Timeout(120)
class ReadinessTest {

    private static final Space SPACE = Space.of("alice");

    @TempDir
    private Path directory;

    @Test
    void aServerWithoutRoomIsReadyForReadsAndSaysThatItIsFull() throws Exception {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", volume.toString()))
                .as("mounting needs root")
                .isZero();
        try (SqliteMemoryStore store = open(volume.resolve("memory.db"))) {
            Readiness readiness = new Readiness(store);
            assertThat(readiness.trouble()).isEmpty();

            fill(store);

            await().until(() -> readiness.trouble().map(Trouble::problem).equals(Optional.of(StoreProblem.FULL)));
            assertThat(readiness.trouble().orElseThrow().message()).contains("is full: free space on its volume");
            assertThat(readiness.ready()).isTrue();
        } finally {
            assertThat(run("umount", volume.toString())).isZero();
        }
    }

    @Test
    void aServerWhoseDatabaseIsGoneIsNotReady() throws Exception {
        Path file = directory.resolve("memory.db");
        try (SqliteMemoryStore store = open(file)) {
            Readiness readiness = new Readiness(store);
            assertThat(readiness.ready()).isTrue();

            Files.move(file, directory.resolve("gone.db"));

            await().until(() -> !readiness.ready());
            assertThat(readiness.trouble().orElseThrow().problem()).isEqualTo(StoreProblem.GONE);

            Files.move(directory.resolve("gone.db"), file);
            await().until(readiness::ready);
        }
    }

    private static void fill(SqliteMemoryStore store) {
        try {
            for (int i = 0; i < 100_000; i++) {
                String content = "memory %d %s".formatted(i, "y".repeat(2_000));
                store.store(SPACE, SampleMemories.memory(content), SampleMemories.vectorOf("memory"));
            }
        } catch (StoreUnavailableException full) {
            assertThat(full.problem()).isEqualTo(StoreProblem.FULL);
        }
    }

    private static SqliteMemoryStore open(Path file) {
        return new SqliteMemoryStore(SqliteOptions.of(file, Pragmas.NONE), "test-model", SampleMemories.DIMENSION);
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
