package dev.memoryservice.server.store.sqlite;

import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import dev.memoryservice.server.memory.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store without room says so, loses nothing, and goes on when there is room again. */
@Timeout(120)
class FullDiskTest {

    private static final Space SPACE = Space.of("alice");

    @TempDir
    private Path directory;

    @Test
    void aFullVolumeIsReportedAndSurvived() throws Exception {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", volume.toString()))
                .as("mounting needs root")
                .isZero();
        try {
            Path ballast = Files.write(volume.resolve("ballast"), new byte[2 << 20]);
            List<Memory> acknowledged;
            try (MemoryStore store = open(volume.resolve("memory.db"), Pragmas.NONE)) {
                acknowledged = fill(store);
                // Where a memory does not fit any more, a few checks still may.
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 1_000; i++) {
                                store.checkWriting();
                            }
                        })
                        .hasMessageContaining("is full");
                assertThat(acknowledged).allMatch(memory -> store.find(SPACE, memory.contentHash())
                        .isPresent());

                Files.delete(ballast);

                store.checkWriting();
                Memory afterwards = memory("after the ballast was dropped");
                assertThat(store.store(SPACE, afterwards, vectorOf(afterwards.content())))
                        .isEqualTo(new StoreOutcome.Stored(afterwards));
                acknowledged.add(afterwards);
            }
            try (MemoryStore store = open(volume.resolve("memory.db"), Pragmas.NONE)) {
                assertThat(store.list(SPACE, MemoryFilter.NONE, 1, 1).total()).isEqualTo(acknowledged.size());
                assertThat(acknowledged).allMatch(memory -> store.find(SPACE, memory.contentHash())
                        .isPresent());
            }
        } finally {
            assertThat(run("umount", volume.toString())).isZero();
        }
    }

    @Test
    void aMemoryThatDoesNotFitLeavesTheOthersAlone() {
        // Unlike a tuned one this pragma is not checked: it stands for a quota of 600 pages.
        Pragmas quota = new Pragmas(new LinkedHashMap<>(Map.of("max_page_count", "600")));
        try (MemoryStore store = open(directory.resolve("memory.db"), quota)) {
            Memory large = memory("large " + "x".repeat(3_000_000));
            assertThatThrownBy(() -> store.store(SPACE, large, vectorOf("large")))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("is full: free space on its volume or enlarge it");

            Memory small = memory("small");
            assertThat(store.store(SPACE, small, vectorOf("small"))).isEqualTo(new StoreOutcome.Stored(small));
            assertThat(store.find(SPACE, large.contentHash())).isEmpty();
            assertThat(store.list(SPACE, MemoryFilter.NONE, 1, 10).memories()).containsExactly(small);
        }
    }

    private static List<Memory> fill(MemoryStore store) {
        List<Memory> acknowledged = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        Memory memory = memory("memory %d %s".formatted(i, "y".repeat(2_000)));
                        store.store(SPACE, memory, vectorOf("memory"));
                        acknowledged.add(memory);
                    }
                })
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is full");
        return acknowledged;
    }

    private static MemoryStore open(Path file, Pragmas pragmas) {
        return new SqliteMemoryStore(SqliteOptions.of(file, pragmas), "test-model", SampleMemories.DIMENSION);
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
