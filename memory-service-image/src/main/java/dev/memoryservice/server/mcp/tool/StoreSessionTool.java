package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Session;
import dev.memoryservice.server.memory.SessionInput;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code memory_store_session} of older servers: a whole conversation as one memory. */
@Singleton
final class StoreSessionTool extends OlderTool {

    private final Memories memories;
    private final Stores stores;

    StoreSessionTool(Memories memories, Stores stores) {
        this.memories = memories;
        this.stores = stores;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record StoredSession(boolean success, String message, String sessionId, String contentHash, int turnCount) {}

    @Override
    public String name() {
        return "memory_store_session";
    }

    @Override
    public String title() {
        return "Store a conversation";
    }

    @Override
    public String description() {
        return "Remember a whole conversation as one memory.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","required":["turns"],"properties":{
                 "turns":{"type":"array","minItems":1,"items":{"type":"object","required":["role","content"],
                  "properties":{"role":{"type":"string"},"content":{"type":"string"}}}},
                 "session_id":{"type":"string"},
                 "tags":{"type":["array","string"],"items":{"type":"string"}},
                 "metadata":{"type":"object"},"store":{"type":"string"}}}""";
    }

    @Override
    public String outputSchema() {
        return """
                {"type":"object","required":["success","message","session_id","content_hash","turn_count"],"properties":{
                 "success":{"type":"boolean"},"message":{"type":"string"},"session_id":{"type":"string"},
                 "content_hash":{"type":"string"},"turn_count":{"type":"integer"}}}""";
    }

    @Override
    public Effect effect() {
        return Effect.ADDS;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = call.arguments();
        List<String> tags = arguments.words("tags");
        Map<String, Object> metadata = arguments.object("metadata");
        Optional<String> store = arguments.text("store");
        Session session = SessionInput.read(arguments);
        StoreTool.Stored stored = StoreTool.Stored.of(
                memories.store(stores.forWriting(call.tenant(), store), session.asMemory(tags, metadata)));
        return new StoredSession(
                stored.success(),
                stored.message(),
                session.id(),
                stored.contentHash(),
                session.turns().size());
    }
}
