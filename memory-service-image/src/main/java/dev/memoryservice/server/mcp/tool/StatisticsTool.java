package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.health.DetailedHealth;
import dev.memoryservice.server.health.HealthReport;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Space;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** {@code memory_stats}. */
@Singleton
final class StatisticsTool implements MemoryTool {

    private static final int MOST_TAGS = 20;

    private final DetailedHealth health;
    private final Memories memories;

    StatisticsTool(DetailedHealth health, Memories memories) {
        this.health = health;
        this.memories = memories;
    }

    /** @param topTags the tags that most memories carry, with their number, most used first */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Figures(
            long totalMemories,
            long memoriesThisWeek,
            long uniqueTags,
            long databaseSizeBytes,
            Map<String, Long> topTags) {}

    @Override
    public String name() {
        return "memory_stats";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("get_statistics", "get_stats");
    }

    @Override
    public String title() {
        return "Memory statistics";
    }

    @Override
    public String description() {
        return "How much is remembered, and the most used tags.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","properties":{}}""";
    }

    @Override
    public String outputSchema() {
        return """
                {"type":"object","required":["total_memories","memories_this_week","unique_tags","top_tags"],
                 "properties":{"total_memories":{"type":"integer"},"memories_this_week":{"type":"integer"},
                 "unique_tags":{"type":"integer"},"database_size_bytes":{"type":"integer"},
                 "top_tags":{"type":"object"}}}""";
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Object call(ToolCall call) {
        HealthReport.Storage storage = health.report(call.tenant()).storage();
        Map<String, Long> topTags = new LinkedHashMap<>();
        memories.tags(new Space(call.tenant(), Space.ALL_STORES)).entrySet().stream()
                .limit(MOST_TAGS)
                .forEach(tag -> topTags.put(tag.getKey(), tag.getValue()));
        return new Figures(
                storage.totalMemories(),
                storage.memoriesThisWeek(),
                storage.uniqueTags(),
                storage.databaseSizeBytes(),
                topTags);
    }
}
