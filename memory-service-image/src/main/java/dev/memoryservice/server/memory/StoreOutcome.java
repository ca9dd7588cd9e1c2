package dev.memoryservice.server.memory;

/** What became of a memory that was handed to {@link MemoryStore#store}. */
public sealed interface StoreOutcome {

    /** The memory is durable: it survives the death of the process and of the machine. */
    record Stored(Memory memory) implements StoreOutcome {}

    /** The space already holds the same content; nothing was changed. */
    record Duplicate(Memory existing) implements StoreOutcome {}
}
