package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.mcp.FoundMemory;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.MemoryChange;
import dev.memoryservice.server.memory.MemoryUpdate;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code memory_update}. */
@Singleton
final class UpdateTool implements MemoryTool {

    private final Memories memories;
    private final Stores stores;
    private final ObjectMapper json;

    UpdateTool(Memories memories, Stores stores, ObjectMapper json) {
        this.memories = memories;
        this.stores = stores;
        this.json = json;
    }

    /** @param updatedFields what differs from before; empty when the memory was like this already */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Updated(boolean success, List<String> updatedFields, FoundMemory memory) {}

    @Override
    public String name() {
        return "memory_update";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("update_memory", "update_memory_metadata");
    }

    @Override
    public String title() {
        return "Update a memory";
    }

    @Override
    public String description() {
        return "Change the tags, type or metadata of a memory. Its text never changes: store the new one, delete the old.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","required":["content_hash"],"properties":{
                 "content_hash":{"type":"string"},
                 "tags":{"type":["array","string"],"items":{"type":"string"},"description":"In place of those there are"},
                 "memory_type":{"type":"string"},
                 "metadata":{"type":"object","description":"Entries to set; null removes one"},
                 "store":{"type":"string"}}}""";
    }

    @Override
    public String outputSchema() {
        return """
                {"type":"object","required":["success","updated_fields","memory"],"properties":{
                 "success":{"type":"boolean"},"updated_fields":{"type":"array","items":{"type":"string"}},
                 "memory":{"type":"object"}}}""";
    }

    @Override
    public Effect effect() {
        return Effect.CHANGES;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = call.arguments();
        String hash = arguments.requiredText("content_hash").strip();
        Optional<String> store = arguments.text("store");
        // Older clients put what is to be changed into an object of its own.
        Input changes = arguments.has("updates") ? Input.ofArguments(json, arguments.object("updates")) : arguments;
        if (changes.has("content")) {
            changes.reject(
                    "unexpected",
                    "content",
                    "The text of a memory never changes: store the new text as a new"
                            + " memory, then delete this one");
        }
        Optional<List<String>> tags = changes.has("tags") ? Optional.of(changes.words("tags")) : Optional.empty();
        Optional<String> type = changes.text("memory_type");
        Optional<Map<String, Object>> metadata =
                changes.has("metadata") ? Optional.of(changes.object("metadata")) : Optional.empty();
        if (tags.isEmpty() && type.isEmpty() && metadata.isEmpty()) {
            arguments.reject("missing", "tags", "Give tags, memory_type or metadata");
        }
        arguments.check();
        changes.check();
        MemoryChange change = memories.update(
                        stores.forWriting(call.tenant(), store), hash, new MemoryUpdate(tags, type, metadata))
                .orElseThrow(() -> UnknownMemory.of(hash));
        return new Updated(true, change.fields(), FoundMemory.of(change.after()));
    }
}
