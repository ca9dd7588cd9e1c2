package dev.memoryservice.server.mcp.tool;

import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.FilterInput;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.Optional;

/** {@code recall_by_timeframe} of older servers: what was stored from one day to another, both included. */
@Singleton
final class RecallByDatesTool extends OlderTool {

    private static final int DEFAULT_LIMIT = 5;
    private static final int HIGHEST_LIMIT = 100;

    private final SearchTool search;
    private final Stores stores;

    RecallByDatesTool(SearchTool search, Stores stores) {
        this.search = search;
        this.stores = stores;
    }

    @Override
    public String name() {
        return "recall_by_timeframe";
    }

    @Override
    public String title() {
        return "Recall memories of some days";
    }

    @Override
    public String description() {
        return "List what was stored from start_date to end_date, newest first.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","required":["start_date"],"properties":{
                 "start_date":{"type":"string"},"end_date":{"type":"string"},
                 "n_results":{"type":"integer","minimum":1,"maximum":100,"default":5},
                 "tz":{"type":"string"},"store":{"type":"string"}}}""";
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
        arguments.requiredText("start_date");
        int limit = arguments.integer("n_results", 1, HIGHEST_LIMIT).orElse(DEFAULT_LIMIT);
        Optional<String> store = arguments.text("store");
        arguments.check();
        MemoryFilter during = FilterInput.read(arguments).within(FilterInput.days(arguments));
        return search.find(stores.forReading(call.tenant(), store), Optional.empty(), during, limit);
    }
}
