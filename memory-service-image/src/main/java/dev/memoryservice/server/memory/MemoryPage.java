package dev.memoryservice.server.memory;

import java.util.List;
import java.util.Optional;

/**
 * One page of memories, newest first.
 *
 * @param memories the memories of this page
 * @param total how many memories match in all
 * @param next where the next page begins; empty when this is the last one
 */
public record MemoryPage(List<Memory> memories, long total, Optional<Cursor> next) {

    /** The only page, or the last one. */
    public MemoryPage(List<Memory> memories, long total) {
        this(memories, total, Optional.empty());
    }
}
