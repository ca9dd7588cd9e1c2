package dev.memoryservice.server.memory;

/**
 * Figures of one space.
 *
 * @param memories how many memories there are
 * @param uniqueTags how many different tags they carry
 * @param memoriesThisWeek how many were stored in the last seven days
 */
public record StoreStatistics(long memories, long uniqueTags, long memoriesThisWeek) {}
