package dev.memoryservice.server.memory;

/**
 * How many memories lack vectors.
 *
 * @param memories all live memories, of every tenant
 * @param withoutVector those without any vector of the present model, which are found by their words only
 * @param incomplete those whose first passage has its vector, and which may lack those of further passages
 */
public record EmbeddingBacklog(long memories, long withoutVector, long incomplete) {}
