package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.profile.Conversations;
import dev.memoryservice.server.profile.Recollection;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * {@code retrieve_memory}, which two older servers have in different shapes. Their clients are told apart by the
 * arguments that only one of them knows; who gives none of those gets both answers in one.
 */
@Singleton
final class RecallExchangesTool extends OlderTool {

    private static final int DEFAULT_RESULTS = 10;
    private static final List<String> OF_SEARCH =
            List.of("n_results", "limit", "tags", "time_expr", "similarity_threshold");
    private static final List<String> OF_CONVERSATIONS =
            List.of("max_results", "relationship_with_user", "style_hint", "params");

    private final SearchTool search;
    private final Conversations conversations;
    private final Stores stores;
    private final WrappedArguments wrapped;
    private final ObjectMapper json;

    RecallExchangesTool(
            SearchTool search,
            Conversations conversations,
            Stores stores,
            WrappedArguments wrapped,
            ObjectMapper json) {
        this.search = search;
        this.conversations = conversations;
        this.stores = stores;
        this.wrapped = wrapped;
        this.json = json;
    }

    @Override
    public String name() {
        return "retrieve_memory";
    }

    @Override
    public String title() {
        return "Retrieve memories";
    }

    @Override
    public String description() {
        return "Find memories and past turns of the conversation about a query.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","properties":{
                 "query":{"type":"string"},
                 "n_results":{"type":"integer","minimum":1,"maximum":100,"default":10},
                 "max_results":{"type":"integer","minimum":1,"maximum":50,"default":10},
                 "relationship_with_user":{"type":"string"},"style_hint":{"type":"string"},
                 "store":{"type":"string"}}}""";
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
        boolean ofSearch = OF_SEARCH.stream().anyMatch(call.arguments()::has);
        boolean ofConversations = OF_CONVERSATIONS.stream().anyMatch(call.arguments()::has);
        if (ofSearch && !ofConversations) {
            return search.call(call);
        }
        Input arguments = wrapped.unwrap(call.arguments());
        String query = arguments.requiredText("query");
        int most =
                arguments.integer("max_results", 1, Conversations.MOST_RESULTS).orElse(DEFAULT_RESULTS);
        Optional<String> store = arguments.text("store");
        arguments.check();
        Recollection recollection = conversations.recall(stores.forReading(call.tenant(), store), query, most);
        if (ofConversations) {
            return recollection;
        }
        ObjectNode both = json.valueToTree(recollection);
        both.setAll((ObjectNode) json.valueToTree(search.call(call)));
        return both;
    }
}
