package dev.memoryservice.server.memory;

/**
 * A found memory.
 *
 * @param memory the memory
 * @param score the fused score that hits are ordered by, 0 to 1
 * @param cosine the cosine similarity of the memory's and the query's vectors, -1 to 1
 */
public record SearchHit(Memory memory, double score, double cosine) {}
