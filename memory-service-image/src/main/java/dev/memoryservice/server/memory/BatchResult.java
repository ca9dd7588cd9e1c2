package dev.memoryservice.server.memory;

/** What became of one memory of a batch. */
public sealed interface BatchResult {

    /** It was handed to the store. */
    record Done(StoreOutcome outcome) implements BatchResult {}

    /** It was not stored; the others may have been. */
    record Failed(String why) implements BatchResult {}
}
