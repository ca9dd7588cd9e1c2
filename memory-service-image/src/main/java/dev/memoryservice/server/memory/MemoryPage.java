package dev.memoryservice.server.memory;

import java.util.List;

/**
 * One page of memories, newest first.
 *
 * @param memories the memories of this page
 * @param total how many memories match in all
 */
public record MemoryPage(List<Memory> memories, long total) {}
