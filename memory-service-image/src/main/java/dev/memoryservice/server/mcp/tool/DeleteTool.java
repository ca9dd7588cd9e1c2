package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** {@code memory_delete}. */
@Singleton
final class DeleteTool implements MemoryTool {

    private final Memories memories;
    private final Stores stores;

    DeleteTool(Memories memories, Stores stores) {
        this.memories = memories;
        this.stores = stores;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Deleted(boolean success, String message, String contentHash) {}

    @Override
    public String name() {
        return "memory_delete";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("delete_memory");
    }

    @Override
    public String title() {
        return "Delete a memory";
    }

    @Override
    public String description() {
        return "Forget one memory, by the content_hash that search and list show.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","required":["content_hash"],"properties":{
                 "content_hash":{"type":"string"},
                 "store":{"type":"string"}}}""";
    }

    @Override
    public String outputSchema() {
        return """
                {"type":"object","required":["success","message","content_hash"],"properties":{
                 "success":{"type":"boolean"},"message":{"type":"string"},"content_hash":{"type":"string"}}}""";
    }

    @Override
    public Effect effect() {
        return Effect.DELETES;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = call.arguments();
        String tenant = call.tenant();
        String hash = arguments.requiredText("content_hash").strip();
        Optional<String> store = arguments.text("store");
        arguments.check();
        if (!memories.delete(stores.forWriting(tenant, store), hash)) {
            throw UnknownMemory.of(hash);
        }
        return new Deleted(true, "Successfully deleted memory " + hash, hash);
    }
}
