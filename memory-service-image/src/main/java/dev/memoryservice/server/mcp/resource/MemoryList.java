package dev.memoryservice.server.mcp.resource;

import dev.memoryservice.server.mcp.FoundMemory;
import dev.memoryservice.server.memory.MemoryPage;
import java.util.List;

/**
 * Some memories.
 *
 * @param memories newest first
 * @param total how many there are in all
 */
record MemoryList(List<FoundMemory> memories, long total) {

    static MemoryList of(MemoryPage page) {
        return new MemoryList(page.memories().stream().map(FoundMemory::of).toList(), page.total());
    }
}
