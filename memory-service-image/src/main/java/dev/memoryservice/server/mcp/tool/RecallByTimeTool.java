package dev.memoryservice.server.mcp.tool;

import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.FilterInput;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.time.TimeExpression;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * {@code recall_memory} of older servers: a sentence with a time in it, such as {@code what did we decide last week about
 * backups}. New clients give {@code memory_search} the time by itself.
 */
@Singleton
final class RecallByTimeTool extends OlderTool {

    private static final int DEFAULT_LIMIT = 5;
    private static final int HIGHEST_LIMIT = 100;

    private final SearchTool search;
    private final Stores stores;

    RecallByTimeTool(SearchTool search, Stores stores) {
        this.search = search;
        this.stores = stores;
    }

    @Override
    public String name() {
        return "recall_memory";
    }

    @Override
    public String title() {
        return "Recall memories by time";
    }

    @Override
    public String description() {
        return "Find memories by a sentence that says when they were stored.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","required":["query"],"properties":{
                 "query":{"type":"string"},
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
        String sentence = arguments.requiredText("query");
        int limit = arguments.integer("n_results", 1, HIGHEST_LIMIT).orElse(DEFAULT_LIMIT);
        Optional<String> store = arguments.text("store");
        MemoryFilter filter = FilterInput.read(arguments);
        arguments.check();
        Space space = stores.forReading(call.tenant(), store);
        Optional<TimeExpression.Mention> time = TimeExpression.find(sentence, FilterInput.now(arguments));
        MemoryFilter during =
                time.map(mention -> filter.within(mention.range())).orElse(filter);
        String question = time.map(TimeExpression.Mention::rest).orElse(sentence);
        return search.find(space, Optional.of(question).filter(text -> !text.isBlank()), during, limit);
    }
}
