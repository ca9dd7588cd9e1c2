package dev.memoryservice.server.mcp;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.RefusedException;
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
    public Effect effect() {
        return Effect.DELETES;
    }

    @Override
    public Object call(Input arguments, String tenant) {
        String hash = arguments.requiredText("content_hash").strip();
        Optional<String> store = arguments.text("store");
        arguments.check();
        if (!memories.delete(stores.forWriting(tenant, store), hash)) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_FOUND,
                    "There is no memory with content_hash '" + hash + "': take the hash from memory_search or"
                            + " memory_list");
        }
        return new Deleted(true, "Successfully deleted memory " + hash, hash);
    }
}
