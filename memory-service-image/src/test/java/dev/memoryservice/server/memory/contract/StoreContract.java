package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.vectorOf;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What all parts of the contract have in common: a store that is opened for each test. The parts are the subclasses; a
 * backend's test extends each and says which {@link Backend} it is about.
 */
@Timeout(120)
public abstract class StoreContract {

    protected static final Space SPACE = Space.of("alice");

    private Backend backend;
    private MemoryStore store;

    /** A new backend without data. */
    protected abstract Backend backend();

    @BeforeEach
    void openStore() {
        backend = backend();
        store = backend.open();
    }

    @AfterEach
    void closeStore() {
        store.close();
        backend.close();
    }

    protected final MemoryStore store() {
        return store;
    }

    /** Closes the store and opens it again over the same data. */
    protected final void reopen() {
        store.close();
        store = backend.open();
    }

    protected final StoreOutcome put(Memory memory) {
        return put(SPACE, memory);
    }

    protected final StoreOutcome put(Space space, Memory memory) {
        return store.store(space, memory, vectorOf(memory.content()));
    }

    /** The contents that a search finds, best first. */
    protected final List<String> found(Space space, String question, MemoryFilter filter) {
        return store.search(space, new SearchQuery(question, vectorOf(question), 10, filter)).stream()
                .map(hit -> hit.memory().content())
                .toList();
    }

    /** The contents of the first page of 100. */
    protected final List<String> listed(Space space, MemoryFilter filter) {
        return store.list(space, filter, 1, 100).memories().stream()
                .map(Memory::content)
                .toList();
    }

    /** Runs a task per number at the same time and fails with the first failure. */
    protected static void inParallel(int tasks, IntFunction<Runnable> task) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks)) {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                Runnable runnable = task.apply(i);
                calls.add(() -> {
                    runnable.run();
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(calls)) {
                done.get();
            }
        }
    }
}
