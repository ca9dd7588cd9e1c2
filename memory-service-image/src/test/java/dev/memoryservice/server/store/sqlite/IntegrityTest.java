package dev.memoryservice.server.store.sqlite;

import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreProblem;
import dev.memoryservice.server.memory.StoreUnavailableException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage is found while the server runs, nothing is written upon it, and the file can be set aside. */
class IntegrityTest {

    private static final Space SPACE = Space.of("alice");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void fill() {
        file = directory.resolve("memory.db");
        try (SqliteMemoryStore store = open(Optional.empty())) {
            for (int i = 0; i < 300; i++) {
                store.store(SPACE, memory("memory " + i + " " + "z".repeat(500)), vectorOf("memory"));
            }
        }
    }

    private SqliteMemoryStore open(Optional<String> setAside) {
        return new SqliteMemoryStore(
                SqliteOptions.of(file, Pragmas.NONE).withSetAside(setAside), "test-model", SampleMemories.DIMENSION);
    }

    private void damage() throws Exception {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            long pages = raw.length() / 4096;
            raw.seek(pages / 3 * 4096);
            raw.write(new byte[(int) (pages / 3 * 4096)]);
        }
    }

    @Test
    void nothingIsWrittenUponDamageThatTheCheckFound() throws Exception {
        try (SqliteMemoryStore store = open(Optional.empty())) {
            store.checkIntegrity();
            damage();

            assertThatThrownBy(store::checkIntegrity)
                    .asInstanceOf(type(StoreUnavailableException.class))
                    .satisfies(found -> assertThat(found.problem()).isEqualTo(StoreProblem.DAMAGED))
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("memory.db is damaged: restore a backup");
            assertThatThrownBy(() -> store.store(SPACE, memory("late"), vectorOf("late")))
                    .hasMessageContaining("is damaged: restore a backup");
            assertThatThrownBy(store::checkWriting).hasMessageContaining("is damaged");
            store.checkReading();
        }
    }

    @Test
    void aFileThatIsSetAsideKeepsWhatItHas() throws Exception {
        try (SqliteMemoryStore store = open(Optional.of("damaged-1"))) {
            assertThat(store.list(SPACE, MemoryFilter.NONE, 1, 1).total()).isZero();
            store.store(SPACE, memory("the first"), vectorOf("first"));
        }
        // Once: the new file is not set aside.
        try (SqliteMemoryStore store = open(Optional.of("damaged-1"))) {
            assertThat(store.find(SPACE, hashOf("the first"))).isPresent();
        }
        Path aside = directory.resolve("memory.db.damaged-1");
        assertThat(Files.size(aside)).isPositive();
        file = aside;
        try (SqliteMemoryStore store = open(Optional.empty())) {
            assertThat(store.list(SPACE, MemoryFilter.NONE, 1, 1).total()).isEqualTo(300);
        }
    }
}
