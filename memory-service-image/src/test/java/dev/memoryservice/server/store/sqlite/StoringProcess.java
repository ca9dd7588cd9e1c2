package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A process that stores memories until it is killed and prints the hash of each that was acknowledged. */
final class StoringProcess {

    private static final int THREADS = 4;

    private StoringProcess() {}

    /**
     * Stores until the process is killed.
     *
     * @param arguments the database's path and the model's name
     */
    public static void main(String[] arguments) {
        MemoryStore store = new SqliteMemoryStore(
                SqliteOptions.of(Path.of(arguments[0]), Pragmas.NONE), arguments[1], SampleMemories.DIMENSION);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                threads.execute(() -> storeForEver(store, thread));
            }
        }
    }

    private static void storeForEver(MemoryStore store, int thread) {
        for (int i = 0; true; i++) {
            Memory memory = SampleMemories.memory("thread %d memory %d".formatted(thread, i), "thread-" + thread);
            StoreOutcome outcome = store.store(Space.of("alice"), memory, SampleMemories.vectorOf(memory.content()));
            if (outcome instanceof StoreOutcome.Stored) {
                System.out.println(memory.contentHash());
            }
        }
    }
}
