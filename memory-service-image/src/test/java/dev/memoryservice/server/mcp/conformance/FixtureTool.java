package dev.memoryservice.server.mcp.conformance;

import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.ToolCall;
import io.quarkiverse.mcp.server.Content;
import io.quarkiverse.mcp.server.ToolResponse;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A tool of the suite. */
record FixtureTool(String name, String inputSchema, Set<String> neededOfClient, Function<ToolCall, ToolResponse> answer)
        implements MemoryTool {

    static FixtureTool answering(String name, Content... content) {
        return new FixtureTool(
                name,
                "{\"type\":\"object\",\"properties\":{}}",
                Set.of(),
                call -> new ToolResponse(false, List.of(content), null, null));
    }

    @Override
    public String title() {
        return name;
    }

    @Override
    public String description() {
        return "For the conformance suite";
    }

    @Override
    public String outputSchema() {
        return "";
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Object call(ToolCall call) {
        return answer.apply(call);
    }
}
