package dev.memoryservice.server.mcp.tool;

import dev.memoryservice.server.mcp.ToolCall;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/**
 * {@code memory_cleanup} and {@code cleanup_duplicates} of older servers, which could store the same content twice. Here the
 * database itself refuses that, so there is never anything to delete, and the answer says so.
 */
@Singleton
final class CleanUpTool extends OlderTool {

    @Override
    public String name() {
        return "memory_cleanup";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("cleanup_duplicates");
    }

    @Override
    public String title() {
        return "Delete duplicates";
    }

    @Override
    public String description() {
        return "There are no duplicates: the same content is never stored twice.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","properties":{}}""";
    }

    @Override
    public String outputSchema() {
        return DeleteTool.OUTPUT;
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Object call(ToolCall call) {
        return new DeleteTool.Deleted(
                true, "There are no duplicates: the same content is never stored twice", 0, Optional.empty());
    }
}
