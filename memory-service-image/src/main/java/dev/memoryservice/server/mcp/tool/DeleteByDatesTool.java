package dev.memoryservice.server.mcp.tool;

import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.FilterInput;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * {@code delete_by_timeframe} and {@code delete_before_date} of older servers. As with {@code memory_delete}, the number
 * of memories must be confirmed.
 */
@Singleton
final class DeleteByDatesTool extends OlderTool {

    private final DeleteTool delete;

    DeleteByDatesTool(DeleteTool delete) {
        this.delete = delete;
    }

    @Override
    public String name() {
        return "delete_by_timeframe";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("delete_before_date");
    }

    @Override
    public String title() {
        return "Delete memories by date";
    }

    @Override
    public String description() {
        return "Forget what was stored from start_date to end_date, or before before_date; the first call says how many,"
                + " the second confirms that number.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","properties":{
                 "start_date":{"type":"string"},"end_date":{"type":"string"},"before_date":{"type":"string"},
                 "tag":{"type":"string"},"tz":{"type":"string"},
                 "confirm_count":{"type":"integer","minimum":0},
                 "store":{"type":"string"}}}""";
    }

    @Override
    public String outputSchema() {
        return DeleteTool.OUTPUT;
    }

    @Override
    public Effect effect() {
        return Effect.DELETES;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = call.arguments();
        // Without its date, what was meant for some days would forget everything with a tag.
        arguments.requiredText(call.name().equals("delete_before_date") ? "before_date" : "start_date");
        arguments.check();
        MemoryFilter during = FilterInput.read(arguments).within(FilterInput.days(arguments));
        return delete.matching(call, during);
    }
}
