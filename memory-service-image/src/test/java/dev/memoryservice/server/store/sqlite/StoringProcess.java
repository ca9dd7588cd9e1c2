package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process that stores, changes and deletes memories until it is killed. It prints what was acknowledged, as {@code
 * stored}, {@code updated} or {@code deleted} with the hash, and {@code deleting} before it deletes.
 */
final class StoringProcess {

    static final String CHANGED = "changed";

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
        Space space = Space.of("alice");
        for (int i = 0; true; i++) {
            Memory memory = SampleMemories.memory("thread %d memory %d".formatted(thread, i), "thread-" + thread);
            String hash = memory.contentHash();
            if (store.store(space, memory, SampleMemories.vectorOf(memory.content())) instanceof StoreOutcome.Stored) {
                System.out.println("stored " + hash);
            }
            if (i % 3 == 0
                    && store.update(
                                    space,
                                    hash,
                                    before -> before.withTags(List.of(CHANGED), SampleMemories.START.plusSeconds(1)))
                            .isPresent()) {
                System.out.println("updated " + hash);
            }
            if (i % 5 == 0) {
                System.out.println("deleting " + hash);
                if (store.delete(space, hash)) {
                    System.out.println("deleted " + hash);
                }
            }
        }
    }
}
