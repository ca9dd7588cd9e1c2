package dev.memoryservice.server.mcp.resource;

import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Space;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** Tags that begin with what a person has typed so far. */
@Singleton
public final class TagNames {

    /** The protocol allows no more values in one answer. */
    private static final int MOST = 100;

    private final Memories memories;

    TagNames(Memories memories) {
        this.memories = memories;
    }

    /** The tags of a tenant that begin like this, most used first. */
    public List<String> beginningWith(String begun, String tenant) {
        String beginning = begun.toLowerCase(Locale.ROOT);
        return memories.tags(new Space(tenant, Space.ALL_STORES)).keySet().stream()
                .filter(tag -> tag.toLowerCase(Locale.ROOT).startsWith(beginning))
                .limit(MOST)
                .toList();
    }
}
