package dev.memoryservice.server.memory.contract;

import dev.memoryservice.server.memory.MemoryStore;

/** A backend for one test: its data is empty at first and thrown away at the end. */
public interface Backend extends AutoCloseable {

    /**
     * Opens the store; each time over the same data. It is for vectors of {@link
     * dev.memoryservice.server.memory.SampleMemories#DIMENSION} numbers. At most one store is open at a time.
     */
    MemoryStore open();

    /** Throws the data away. */
    @Override
    void close();
}
