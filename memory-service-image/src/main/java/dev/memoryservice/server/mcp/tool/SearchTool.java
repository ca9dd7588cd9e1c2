package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.mcp.FoundMemory;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.FilterInput;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SearchResult;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code memory_search}: by a question, by what the memories carry, or by a question among those that carry it. */
@Singleton
final class SearchTool implements MemoryTool {

    private static final int DEFAULT_LIMIT = 10;
    private static final int HIGHEST_LIMIT = 100;

    static final String OUTPUT = """
            {"type":"object","required":["results","total_found"],"properties":{
             "results":{"type":"array","items":{"type":"object","required":["content","content_hash"]}},
             "total_found":{"type":"integer"}}}""";

    private final Memories memories;
    private final Stores stores;

    SearchTool(Memories memories, Stores stores) {
        this.memories = memories;
        this.stores = stores;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Found(
            List<FoundMemory> results,
            int totalFound,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> note) {}

    @Override
    public String name() {
        return "memory_search";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("search_by_tag", "search_memories", "debug_retrieve", "retrieve_with_quality_boost");
    }

    @Override
    public String title() {
        return "Search memories";
    }

    @Override
    public String description() {
        return "Find memories by meaning and words (query), tags, time, or together. Best match first; without query,"
                + " newest first.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","properties":{
                 "query":{"type":"string","minLength":1,"description":"A question or topic, in plain words"},
                 "tags":{"type":["array","string"],"items":{"type":"string"}},
                 "tag_match":{"enum":["any","all"],"default":"any"},
                 "time_expr":{"type":"string","description":"When stored: yesterday, last week, 2026-05"},
                 "after":{"type":"string"},"before":{"type":"string"},
                 "memory_type":{"type":"string"},
                 "conversation_id":{"type":"string"},
                 "limit":{"type":"integer","minimum":1,"maximum":100,"default":10},
                 "store":{"type":"string","description":"A store, or all"}}}""";
    }

    @Override
    public String outputSchema() {
        return OUTPUT;
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = call.arguments();
        Optional<String> query =
                arguments.has("query") ? Optional.of(arguments.requiredText("query")) : Optional.empty();
        MemoryFilter filter = FilterInput.read(arguments);
        // Older clients say n_results.
        int limit = arguments
                .integer(arguments.has("limit") ? "limit" : "n_results", 1, HIGHEST_LIMIT)
                .orElse(DEFAULT_LIMIT);
        if (query.isEmpty() && filter.isNone()) {
            arguments.reject("missing", "query", "Give a query, tags, a time, or several of them");
        }
        Optional<String> store = arguments.text("store");
        arguments.check();
        return find(stores.forReading(call.tenant(), store), query, filter, limit);
    }

    /** The best hits for a question, or the newest memories where there is none. */
    Found find(Space space, Optional<String> query, MemoryFilter filter, int limit) {
        if (query.isEmpty()) {
            List<FoundMemory> newest = memories.list(space, filter, 1, limit).memories().stream()
                    .map(FoundMemory::of)
                    .toList();
            return new Found(newest, newest.size(), Optional.empty());
        }
        SearchResult found = memories.search(space, query.get(), limit, filter);
        List<FoundMemory> best = found.hits().stream().map(FoundMemory::of).toList();
        return new Found(best, best.size(), found.note());
    }
}
