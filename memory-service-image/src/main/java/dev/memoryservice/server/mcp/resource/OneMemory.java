package dev.memoryservice.server.mcp.resource;

import dev.memoryservice.server.events.ChangeNotice;
import dev.memoryservice.server.mcp.FoundMemory;
import dev.memoryservice.server.mcp.MemoryResource;
import dev.memoryservice.server.mcp.UriTemplate;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Space;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** {@code memory://memory/{hash}}. */
@Singleton
final class OneMemory implements MemoryResource {

    private static final UriTemplate URI = UriTemplate.of("memory://memory/{hash}");

    private final Memories memories;

    OneMemory(Memories memories) {
        this.memories = memories;
    }

    @Override
    public UriTemplate uri() {
        return URI;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String title() {
        return "A memory";
    }

    @Override
    public String description() {
        return "One memory, by its content_hash";
    }

    @Override
    public Optional<Object> read(Map<String, String> variables, String tenant) {
        return memories.find(new Space(tenant, Space.ALL_STORES), variables.get("hash"))
                .map(FoundMemory::of);
    }

    @Override
    public boolean changedBy(ChangeNotice change, Map<String, String> variables) {
        return change.contentHash().isEmpty() || change.contentHash().get().equalsIgnoreCase(variables.get("hash"));
    }
}
