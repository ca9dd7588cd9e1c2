package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.mcp.FoundMemory;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.Conflicts;
import dev.memoryservice.server.memory.Contradiction;
import dev.memoryservice.server.memory.ContradictionPage;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** {@code memory_conflicts} of older servers: memories that seem to contradict each other. */
@Singleton
final class ConflictsTool extends OlderTool {

    private static final int MOST = 100;

    private final Conflicts conflicts;
    private final Stores stores;

    ConflictsTool(Conflicts conflicts, Stores stores) {
        this.conflicts = conflicts;
        this.stores = stores;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Conflict(FoundMemory newer, FoundMemory older, double similarity, double divergence, String detectedAt) {

        static Conflict of(Contradiction found) {
            return new Conflict(
                    FoundMemory.of(found.newer()),
                    FoundMemory.of(found.older()),
                    found.cosine(),
                    found.divergence(),
                    found.foundAt().toString());
        }
    }

    record Unresolved(List<Conflict> conflicts, long total) {}

    @Override
    public String name() {
        return "memory_conflicts";
    }

    @Override
    public String title() {
        return "List contradictions";
    }

    @Override
    public String description() {
        return "List memories that seem to contradict each other, the last found first; memory_resolve ends one.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","properties":{
                 "limit":{"type":"integer","minimum":1,"maximum":100,"default":100},"store":{"type":"string"}}}""";
    }

    @Override
    public String outputSchema() {
        return """
                {"type":"object","required":["conflicts","total"],"properties":{
                 "conflicts":{"type":"array","items":{"type":"object"}},"total":{"type":"integer"}}}""";
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = call.arguments();
        int most = arguments.integer("limit", 1, MOST).orElse(MOST);
        Optional<String> store = arguments.text("store");
        arguments.check();
        ContradictionPage page = conflicts.unresolved(stores.forReading(call.tenant(), store), most);
        return new Unresolved(page.contradictions().stream().map(Conflict::of).toList(), page.total());
    }
}
