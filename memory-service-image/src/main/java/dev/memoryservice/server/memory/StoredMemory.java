package dev.memoryservice.server.memory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A memory with everything that its store knows of it.
 *
 * @param space where it is; one store, never all
 * @param memory the memory
 * @param deletedAt when it was deleted, of a tombstone
 * @param history what updates replaced in it, the last one first
 */
public record StoredMemory(Space space, Memory memory, Optional<Instant> deletedAt, List<PastVersion> history) {

    /** A memory without a past. */
    public StoredMemory(Space space, Memory memory) {
        this(space, memory, Optional.empty(), List.of());
    }

    /** The same in another place. */
    public StoredMemory in(Space other) {
        return new StoredMemory(other, memory, deletedAt, history);
    }
}
