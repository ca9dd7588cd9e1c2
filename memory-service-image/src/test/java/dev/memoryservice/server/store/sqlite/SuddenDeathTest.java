package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it stores loses nothing that it acknowledged. */
@Timeout(120)
class SuddenDeathTest {

    private static final String MODEL = "test-model";
    private static final Space SPACE = Space.of("alice");

    @TempDir
    private Path directory;

    private Path file;
    private Process process;
    private BufferedReader acknowledgements;

    @BeforeEach
    void startStoring() throws IOException {
        file = directory.resolve("memory.db");
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoringProcess.class.getName(),
                        file.toString(),
                        MODEL)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        acknowledgements = process.inputReader();
    }

    @AfterEach
    void endStoring() {
        process.destroyForcibly();
    }

    @Test
    void everyAcknowledgedMemoryIsThereAfterAKill() throws Exception {
        List<String> acknowledged = read(500);
        // Not destroyForcibly, which would close the pipe with acknowledgements still in it.
        process.toHandle().destroyForcibly();
        acknowledgements.lines().filter(hash -> hash.length() == 64).forEach(acknowledged::add);
        process.waitFor();
        assertThat(Files.size(directory.resolve("memory.db-wal"))).isPositive();

        try (MemoryStore store = open()) {
            assertThat(acknowledged).allMatch(hash -> store.find(SPACE, hash).isPresent());
            long total = store.list(SPACE, MemoryFilter.NONE, 1, 1).total();
            assertThat(total).isGreaterThanOrEqualTo(acknowledged.size());
            assertThat(store.tags(SPACE).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(total);
            assertThat(store.search(
                            SPACE,
                            new SearchQuery(
                                    "thread 2 memory 17",
                                    SampleMemories.vectorOf("thread 2 memory 17"),
                                    1,
                                    MemoryFilter.NONE)))
                    .extracting(hit -> hit.memory().content())
                    .containsExactly("thread 2 memory 17");
        }
    }

    @Test
    void asLongAsAProcessHasTheFileNoOtherOpensIt() throws Exception {
        read(1);

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("memory.db is open in another process")
                .hasMessageContaining("memory.db.lock");

        process.destroyForcibly().waitFor();
        open().close();
    }

    private List<String> read(int lines) throws IOException {
        List<String> read = new ArrayList<>();
        while (read.size() < lines) {
            String line = acknowledgements.readLine();
            assertThat(line).as("the storing process ended by itself").isNotNull();
            read.add(line);
        }
        return read;
    }

    private MemoryStore open() {
        return new SqliteMemoryStore(SqliteOptions.of(file, Pragmas.NONE), MODEL, SampleMemories.DIMENSION);
    }
}
