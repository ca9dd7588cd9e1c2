package dev.memoryservice.server.mcp.tool;

import dev.memoryservice.server.mcp.FoundMemory;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** {@code exact_match_retrieve} of older servers: the memory with this very content, or none. */
@Singleton
final class ExactMatchTool extends OlderTool {

    private final Memories memories;
    private final Stores stores;

    ExactMatchTool(Memories memories, Stores stores) {
        this.memories = memories;
        this.stores = stores;
    }

    @Override
    public String name() {
        return "exact_match_retrieve";
    }

    @Override
    public String title() {
        return "Find a memory by its content";
    }

    @Override
    public String description() {
        return "Find the memory with exactly this content; case and white space around it do not count.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","required":["content"],"properties":{
                 "content":{"type":"string","minLength":1},"store":{"type":"string"}}}""";
    }

    @Override
    public String outputSchema() {
        return SearchTool.OUTPUT;
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = call.arguments();
        String content = arguments.requiredText("content");
        Optional<String> store = arguments.text("store");
        arguments.check();
        List<FoundMemory> found =
                memories.find(stores.forReading(call.tenant(), store), Memories.contentHash(content)).stream()
                        .map(FoundMemory::of)
                        .toList();
        return new SearchTool.Found(found, found.size(), Optional.empty());
    }
}
