package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.health.DetailedHealth;
import dev.memoryservice.server.health.HealthReport;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.ToolCall;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code memory_health}. */
@Singleton
final class HealthTool implements MemoryTool {

    private final DetailedHealth health;

    HealthTool(DetailedHealth health) {
        this.health = health;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Health(
            String status,
            String version,
            String backend,
            String embeddingModel,
            long totalMemories,
            long uniqueTags) {}

    @Override
    public String name() {
        return "memory_health";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("check_database_health");
    }

    @Override
    public String title() {
        return "Check the memory";
    }

    @Override
    public String description() {
        return "Whether the memory works, and how much it holds.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","properties":{}}""";
    }

    @Override
    public String outputSchema() {
        return """
                {"type":"object","required":["status","version","backend","embedding_model","total_memories"],"properties":{
                 "status":{"type":"string"},"version":{"type":"string"},"backend":{"type":"string"},
                 "embedding_model":{"type":"string"},"total_memories":{"type":"integer"},
                 "unique_tags":{"type":"integer"}}}""";
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Object call(ToolCall call) {
        String tenant = call.tenant();
        HealthReport report = health.report(tenant);
        return new Health(
                report.status(),
                report.version(),
                report.storage().name(),
                report.storage().embeddingModel(),
                report.storage().totalMemories(),
                report.storage().uniqueTags());
    }
}
