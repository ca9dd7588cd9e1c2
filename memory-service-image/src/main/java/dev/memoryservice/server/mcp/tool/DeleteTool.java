package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.BulkOperations;
import dev.memoryservice.server.memory.FilterInput;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** {@code memory_delete}: one memory by its hash, or all that carry something, when their number is confirmed. */
@Singleton
final class DeleteTool implements MemoryTool {

    static final String OUTPUT = """
            {"type":"object","required":["success","message","deleted_count"],"properties":{
             "success":{"type":"boolean"},"message":{"type":"string"},"deleted_count":{"type":"integer"},
             "content_hash":{"type":"string"}}}""";

    /** By this name every tag must match, which other names say with {@code tag_match}. */
    private static final String ALL_TAGS = "delete_by_all_tags";

    private final Memories memories;
    private final BulkOperations bulk;
    private final Stores stores;

    DeleteTool(Memories memories, BulkOperations bulk, Stores stores) {
        this.memories = memories;
        this.bulk = bulk;
        this.stores = stores;
    }

    /** @param contentHash of the one memory that was meant */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Deleted(boolean success, String message, long deletedCount, Optional<String> contentHash) {}

    @Override
    public String name() {
        return "memory_delete";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("delete_memory", "delete_by_tag", "delete_by_tags", ALL_TAGS);
    }

    @Override
    public String title() {
        return "Delete memories";
    }

    @Override
    public String description() {
        return "Forget one memory, by the content_hash that search and list show; or all with some tags or of some time:"
                + " the first call says how many, the second confirms that number.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","properties":{
                 "content_hash":{"type":"string"},
                 "tags":{"type":["array","string"],"items":{"type":"string"}},
                 "tag_match":{"enum":["any","all"],"default":"any"},
                 "after":{"type":"string"},"before":{"type":"string"},
                 "confirm_count":{"type":"integer","minimum":0},
                 "store":{"type":"string"}}}""";
    }

    @Override
    public String outputSchema() {
        return OUTPUT;
    }

    @Override
    public Effect effect() {
        return Effect.DELETES;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = call.arguments();
        Optional<String> hash = arguments.text("content_hash").map(String::strip);
        MemoryFilter filter = call.name().equals(ALL_TAGS)
                ? FilterInput.further(arguments).withTags(tags(arguments), TagMatch.ALL)
                : FilterInput.read(arguments);
        if (hash.isEmpty() && filter.isNone()) {
            arguments.missing("content_hash");
        } else if (hash.isPresent() && !filter.isNone()) {
            arguments.reject("unexpected", "content_hash", "Give content_hash alone, or tags and times without it");
        }
        if (hash.isEmpty()) {
            return matching(call, filter);
        }
        Optional<String> store = arguments.text("store");
        arguments.check();
        Space space = stores.forWriting(call.tenant(), store);
        if (!memories.delete(space, hash.get())) {
            throw UnknownMemory.of(hash.get());
        }
        return new Deleted(true, "Successfully deleted memory " + hash.get(), 1, hash);
    }

    /** Deletes every memory that matches, when the call confirms their number. */
    Deleted matching(ToolCall call, MemoryFilter filter) {
        OptionalInt confirmed = call.arguments().integer("confirm_count", 0, Integer.MAX_VALUE);
        Optional<String> store = call.arguments().text("store");
        call.arguments().check();
        long deleted = bulk.delete(stores.forWriting(call.tenant(), store), filter, confirmed);
        return new Deleted(true, "Successfully deleted " + deleted + " memories", deleted, Optional.empty());
    }

    private static List<String> tags(Input arguments) {
        return arguments.words(arguments.has("tags") ? "tags" : "tag");
    }
}
