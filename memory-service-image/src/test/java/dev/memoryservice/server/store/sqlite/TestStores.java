package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SampleMemories;
import java.nio.file.Path;
import java.util.Map;

/** Opens stores for tests of what is built upon one. */
public final class TestStores {

    private TestStores() {}

    /** The store in a directory, for vectors of {@link SampleMemories#DIMENSION} numbers. */
    public static MemoryStore open(Path directory) {
        return new SqliteMemoryStore(
                SqliteOptions.of(directory.resolve("memory.db"), Pragmas.NONE), "test-model", SampleMemories.DIMENSION);
    }

    /** The same, in a file that may have so many pages of 4 KiB and no more. */
    public static MemoryStore openWithQuota(Path directory, int pages) {
        // Unlike a tuned one this pragma is not checked.
        Pragmas quota = new Pragmas(Map.of("max_page_count", Integer.toString(pages)));
        return new SqliteMemoryStore(
                SqliteOptions.of(directory.resolve("memory.db"), quota), "test-model", SampleMemories.DIMENSION);
    }
}
