package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SampleMemories;
import java.nio.file.Path;

/** Opens stores for tests of what is built upon one. */
public final class TestStores {

    private TestStores() {}

    /** The store in a directory, for vectors of {@link SampleMemories#DIMENSION} numbers. */
    public static MemoryStore open(Path directory) {
        return new SqliteMemoryStore(
                SqliteOptions.of(directory.resolve("memory.db"), Pragmas.NONE), "test-model", SampleMemories.DIMENSION);
    }
}
