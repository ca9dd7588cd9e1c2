package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.mcp.FoundMemory;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.SearchResult;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code memory_search}: by a question, by tags, or by a question among memories with tags. */
@Singleton
final class SearchTool implements MemoryTool {

    private static final int DEFAULT_LIMIT = 10;
    private static final int HIGHEST_LIMIT = 100;

    private final Memories memories;
    private final Stores stores;

    SearchTool(Memories memories, Stores stores) {
        this.memories = memories;
        this.stores = stores;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Found(List<FoundMemory> results, int totalFound) {}

    @Override
    public String name() {
        return "memory_search";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("retrieve_memory", "search_by_tag");
    }

    @Override
    public String title() {
        return "Search memories";
    }

    @Override
    public String description() {
        return "Find memories by meaning and words (query), by tags, or both. Best match first.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","properties":{
                 "query":{"type":"string","minLength":1,"description":"A question or topic, in plain words"},
                 "tags":{"type":["array","string"],"items":{"type":"string"}},
                 "tag_match":{"enum":["any","all"],"default":"any"},
                 "limit":{"type":"integer","minimum":1,"maximum":100,"default":10},
                 "store":{"type":"string","description":"A store, or all"}}}""";
    }

    @Override
    public String outputSchema() {
        return """
                {"type":"object","required":["results","total_found"],"properties":{
                 "results":{"type":"array","items":{"type":"object"}},"total_found":{"type":"integer"}}}""";
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = call.arguments();
        String tenant = call.tenant();
        Optional<String> query =
                arguments.has("query") ? Optional.of(arguments.requiredText("query")) : Optional.empty();
        List<String> tags = arguments.words("tags");
        TagMatch match = arguments.has("match_all")
                ? (arguments.flag("match_all", false) ? TagMatch.ALL : TagMatch.ANY)
                : arguments.choice("tag_match", TagMatch.class, TagMatch.ANY);
        // Older clients say n_results.
        int limit = arguments
                .integer(arguments.has("limit") ? "limit" : "n_results", 1, HIGHEST_LIMIT)
                .orElse(DEFAULT_LIMIT);
        if (query.isEmpty() && tags.isEmpty()) {
            arguments.reject("missing", "query", "Give a query, tags, or both");
        }
        Optional<String> store = arguments.text("store");
        arguments.check();
        Space space = stores.forReading(tenant, store);
        SearchResult found = query.isPresent()
                ? memories.search(space, query.get(), limit, MemoryFilter.byTags(tags, match))
                : memories.searchByTags(space, tags, match, limit);
        List<FoundMemory> results = found.hits().stream()
                .map(hit -> query.isPresent() ? FoundMemory.of(hit) : FoundMemory.of(hit.memory()))
                .toList();
        return new Found(results, results.size());
    }
}
