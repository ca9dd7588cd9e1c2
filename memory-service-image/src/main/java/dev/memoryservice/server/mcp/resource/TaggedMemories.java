package dev.memoryservice.server.mcp.resource;

import dev.memoryservice.server.events.ChangeNotice;
import dev.memoryservice.server.mcp.MemoryResource;
import dev.memoryservice.server.mcp.UriTemplate;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.Space;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code memory://tag/{tag}}: the newest memories with a tag. */
@Singleton
final class TaggedMemories implements MemoryResource {

    private static final UriTemplate URI = UriTemplate.of("memory://tag/{tag}");
    private static final int MOST = 100;

    private final Memories memories;
    private final TagNames tags;

    TaggedMemories(Memories memories, TagNames tags) {
        this.memories = memories;
        this.tags = tags;
    }

    @Override
    public UriTemplate uri() {
        return URI;
    }

    @Override
    public String name() {
        return "tag";
    }

    @Override
    public String title() {
        return "Memories with a tag";
    }

    @Override
    public String description() {
        return "The newest memories with this tag, at most " + MOST;
    }

    @Override
    public Optional<Object> read(Map<String, String> variables, String tenant) {
        return Optional.of(MemoryList.of(memories.list(
                new Space(tenant, Space.ALL_STORES),
                MemoryFilter.byTags(List.of(variables.get("tag")), TagMatch.ANY),
                1,
                MOST)));
    }

    @Override
    public List<String> complete(String variable, String begun, String tenant) {
        return tags.beginningWith(begun, tenant);
    }

    @Override
    public boolean changedBy(ChangeNotice change, Map<String, String> variables) {
        return change.tags().isEmpty() || change.tags().get().contains(variables.get("tag"));
    }
}
