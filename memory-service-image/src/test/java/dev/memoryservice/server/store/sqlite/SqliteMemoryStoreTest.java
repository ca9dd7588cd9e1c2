package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.MemoryStoreContract;
import dev.memoryservice.server.memory.SampleMemories;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by SQLite. */
class SqliteMemoryStoreTest extends MemoryStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected MemoryStore open() {
        return new SqliteMemoryStore(
                SqliteOptions.of(directory.resolve("memory.db"), Pragmas.NONE), MODEL, SampleMemories.DIMENSION);
    }
}
