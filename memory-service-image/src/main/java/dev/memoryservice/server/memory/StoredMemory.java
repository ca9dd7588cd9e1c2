package dev.memoryservice.server.memory;

import java.time.Instant;
import java.util.Optional;

/**
 * A memory with everything that its store knows of it.
 *
 * @param space where it is; one store, never all
 * @param memory the memory
 * @param deletedAt when it was deleted, of a tombstone
 */
public record StoredMemory(Space space, Memory memory, Optional<Instant> deletedAt) {}
