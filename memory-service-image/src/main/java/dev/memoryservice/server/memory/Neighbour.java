package dev.memoryservice.server.memory;

/**
 * A memory that is near another one in meaning.
 *
 * @param memory the memory
 * @param cosine the cosine similarity of the two vectors, -1 to 1
 */
public record Neighbour(Memory memory, double cosine) {}
