package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.mcp.FoundMemory;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.FilterInput;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryPage;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code memory_list}. */
@Singleton
final class ListTool implements MemoryTool {

    private static final int DEFAULT_PAGE_SIZE = 20;
    private static final int LARGEST_PAGE = 100;

    private final Memories memories;
    private final Stores stores;

    ListTool(Memories memories, Stores stores) {
        this.memories = memories;
        this.stores = stores;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Page(List<FoundMemory> memories, long total, int page, int pageSize, boolean hasMore) {}

    @Override
    public String name() {
        return "memory_list";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("list_memories");
    }

    @Override
    public String title() {
        return "List memories";
    }

    @Override
    public String description() {
        return "List memories, newest first, page by page.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","properties":{
                 "page":{"type":"integer","minimum":1,"default":1},
                 "page_size":{"type":"integer","minimum":1,"maximum":100,"default":20},
                 "tags":{"type":["array","string"],"items":{"type":"string"}},
                 "tag_match":{"enum":["any","all"],"default":"any"},
                 "memory_type":{"type":"string"},
                 "store":{"type":"string","description":"A store, or all"}}}""";
    }

    @Override
    public String outputSchema() {
        return """
                {"type":"object","required":["memories","total","page","page_size","has_more"],"properties":{
                 "memories":{"type":"array","items":{"type":"object"}},"total":{"type":"integer"},
                 "page":{"type":"integer"},"page_size":{"type":"integer"},"has_more":{"type":"boolean"}}}""";
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = call.arguments();
        String tenant = call.tenant();
        int page =
                arguments.integer("page", 1, Integer.MAX_VALUE / LARGEST_PAGE).orElse(1);
        int size = arguments.integer("page_size", 1, LARGEST_PAGE).orElse(DEFAULT_PAGE_SIZE);
        MemoryFilter filter = FilterInput.read(arguments);
        Optional<String> store = arguments.text("store");
        arguments.check();
        MemoryPage found = memories.list(stores.forReading(tenant, store), filter, page, size);
        return new Page(
                found.memories().stream().map(FoundMemory::of).toList(),
                found.total(),
                page,
                size,
                (long) page * size < found.total());
    }
}
