package dev.memoryservice.server.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * A memory before and after an update.
 *
 * @param before as it was
 * @param after as it is now; equal to {@code before} when the update asked for what there was
 */
public record MemoryChange(Memory before, Memory after) {

    /** The names of what differs, as clients know them; empty when nothing was changed. */
    public List<String> fields() {
        List<String> fields = new ArrayList<>();
        if (!before.tags().equals(after.tags())) {
            fields.add("tags");
        }
        if (!before.type().equals(after.type())) {
            fields.add("memory_type");
        }
        if (!before.metadata().equals(after.metadata())) {
            fields.add("metadata");
        }
        return fields;
    }
}
