package dev.memoryservice.server.memory;

/**
 * A memory that is to be stored.
 *
 * @param memory the memory, complete
 * @param embedding its unit vector, of the model that the store was opened for
 * @param neighbours what to do about memories that are near to it
 */
@SuppressWarnings("ArrayRecordComponent") // a vector is never compared or used as a key, only read
public record Candidate(Memory memory, float[] embedding, NeighbourRules neighbours) {}
