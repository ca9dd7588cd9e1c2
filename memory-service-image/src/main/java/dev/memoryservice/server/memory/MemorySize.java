package dev.memoryservice.server.memory;

/**
 * A memory and how large its content is.
 *
 * @param memory the memory
 * @param bytes its content's size, in bytes of UTF-8
 */
public record MemorySize(Memory memory, long bytes) {}
