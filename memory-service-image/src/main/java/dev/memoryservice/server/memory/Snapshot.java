package dev.memoryservice.server.memory;

import java.util.function.Consumer;

/** Everything of a store, or of some tenants, at one moment; can be read more than once and is the same each time. */
@FunctionalInterface
public interface Snapshot {

    /**
     * Hands over everything: first the spaces, then the memories in the order of their arrival, then what speaks of
     * them.
     *
     * @param each takes one; when it throws, the reading ends and the exception comes out here
     */
    void read(Consumer<SnapshotEntry> each);
}
