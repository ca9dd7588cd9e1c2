package dev.memoryservice.server.mcp.resource;

import dev.memoryservice.server.mcp.MemoryResource;
import dev.memoryservice.server.mcp.UriTemplate;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Space;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code memory://tags}: the tags in use. */
@Singleton
final class TagCounts implements MemoryResource {

    private static final UriTemplate URI = UriTemplate.of("memory://tags");
    private static final int MOST = 1000;

    private final Memories memories;

    TagCounts(Memories memories) {
        this.memories = memories;
    }

    record Tags(List<Count> tags, int total) {}

    record Count(String tag, long count) {}

    @Override
    public UriTemplate uri() {
        return URI;
    }

    @Override
    public String name() {
        return "tags";
    }

    @Override
    public String title() {
        return "Tags";
    }

    @Override
    public String description() {
        return "The tags in use and how many memories carry each, most used first, at most " + MOST;
    }

    @Override
    public Optional<Object> read(Map<String, String> variables, String tenant) {
        Map<String, Long> tags = memories.tags(new Space(tenant, Space.ALL_STORES));
        return Optional.of(new Tags(
                tags.entrySet().stream()
                        .limit(MOST)
                        .map(tag -> new Count(tag.getKey(), tag.getValue()))
                        .toList(),
                tags.size()));
    }
}
