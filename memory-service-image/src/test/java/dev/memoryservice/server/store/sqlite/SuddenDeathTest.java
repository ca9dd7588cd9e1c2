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
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** A line that was printed whole. */
    private static final Pattern LINE = Pattern.compile("[a-z]+ [0-9a-f]{64}");

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
    void everyAcknowledgedWriteIsThereAfterAKill() throws Exception {
        List<String> acknowledged = read(1_000);
        // Not destroyForcibly, which would close the pipe with acknowledgements still in it.
        process.toHandle().destroyForcibly();
        acknowledgements.lines().filter(line -> LINE.matcher(line).matches()).forEach(acknowledged::add);
        process.waitFor();
        assertThat(Files.size(directory.resolve("memory.db-wal"))).isPositive();
        Set<String> stored = hashes("stored", acknowledged);
        Set<String> updated = hashes("updated", acknowledged);
        Set<String> deleting = hashes("deleting", acknowledged);
        Set<String> deleted = hashes("deleted", acknowledged);
        assertThat(List.of(stored, updated, deleted)).noneMatch(Set::isEmpty);

        try (MemoryStore store = open()) {
            assertThat(stored)
                    .allMatch(hash ->
                            deleting.contains(hash) || store.find(SPACE, hash).isPresent());
            assertThat(deleted).allMatch(hash -> store.find(SPACE, hash).isEmpty());
            assertThat(updated).allMatch(hash -> store.find(SPACE, hash)
                    .map(memory -> memory.tags().equals(List.of(StoringProcess.CHANGED)))
                    .orElse(deleting.contains(hash)));
            long total = store.list(SPACE, MemoryFilter.NONE, 1, 1).total();
            assertThat(total).isGreaterThanOrEqualTo(stored.size() - deleting.size());
            // Each memory has one tag, so the counts that triggers keep must add up to it.
            assertThat(store.tags(SPACE).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(total);
            String content = "thread 2 memory 17";
            assertThat(store.search(
                            SPACE, new SearchQuery(content, SampleMemories.vectorOf(content), 1, MemoryFilter.NONE)))
                    .extracting(hit -> hit.memory().content())
                    .containsExactly(content);
        }
    }

    private static Set<String> hashes(String what, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(what + " "))
                .map(line -> line.substring(what.length() + 1))
                .collect(Collectors.toSet());
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
