package dev.memoryservice.server.memory;

import java.time.Instant;

/**
 * What was stored in one hour and is still there.
 *
 * @param hour the hour's beginning, a full hour of UTC
 * @param memories how many memories
 * @param bytes the size of their contents, in bytes of UTF-8
 */
public record Activity(Instant hour, long memories, long bytes) {}
