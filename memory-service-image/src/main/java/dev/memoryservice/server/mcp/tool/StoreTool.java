package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Neighbour;
import dev.memoryservice.server.memory.NewMemory;
import dev.memoryservice.server.memory.StoreOutcome;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code memory_store}. */
@Singleton
final class StoreTool implements MemoryTool {

    /** How much of another memory an answer shows, in characters. */
    private static final int LONGEST_EXCERPT = 500;

    private final Memories memories;
    private final Stores stores;

    StoreTool(Memories memories, Stores stores) {
        this.memories = memories;
        this.stores = stores;
    }

    /** @param success false when the content was remembered before */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Stored(boolean success, String message, String contentHash) {

        /** What became of a memory, in words for a model. */
        static Stored of(StoreOutcome outcome) {
            return switch (outcome) {
                case StoreOutcome.Stored(var stored, var contradicted) ->
                    new Stored(
                            true,
                            "Memory stored successfully (hash: " + stored.contentHash() + ")" + warning(contradicted),
                            stored.contentHash());
                case StoreOutcome.Duplicate(var existing) ->
                    new Stored(
                            false,
                            "Already remembered: the same content is stored as " + existing.contentHash(),
                            existing.contentHash());
                case StoreOutcome.NearDuplicate(var near) ->
                    new Stored(
                            false,
                            "Not stored: almost the same was remembered a short while ago as "
                                    + near.memory().contentHash() + ": \""
                                    + excerpt(near.memory().content())
                                    + "\". Update or delete that one, or give a conversation_id to store this as well",
                            near.memory().contentHash());
            };
        }
    }

    @Override
    public String name() {
        return "memory_store";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("store_memory");
    }

    @Override
    public String title() {
        return "Store a memory";
    }

    @Override
    public String description() {
        return "Remember a fact, decision or preference for later sessions. One self-contained thing per call.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","required":["content"],"properties":{
                 "content":{"type":"string","minLength":1,"description":"The text to remember"},
                 "tags":{"type":["array","string"],"items":{"type":"string"},"description":"Labels to find it by"},
                 "memory_type":{"type":"string","description":"For example decision, preference, note"},
                 "metadata":{"type":"object"},
                 "conversation_id":{"type":"string"},
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
        return Effect.ADDS;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = call.arguments();
        String tenant = call.tenant();
        String content = arguments.requiredText("content");
        // Older clients put tags and type into the metadata.
        Map<String, Object> metadata = new LinkedHashMap<>(arguments.object("metadata"));
        List<String> tags = arguments.has("tags") ? arguments.words("tags") : words(metadata.remove("tags"));
        Optional<String> type = arguments.has("memory_type")
                ? arguments.text("memory_type")
                : Optional.ofNullable(metadata.remove("type")).map(Object::toString);
        NewMemory memory = new NewMemory(content, tags, type, metadata, arguments.text("conversation_id"));
        Optional<String> store = arguments.text("store");
        arguments.check();
        return Stored.of(memories.store(stores.forWriting(tenant, store), memory));
    }

    private static String warning(List<Neighbour> contradicted) {
        return contradicted.stream()
                .map(Neighbour::memory)
                .map(other -> ". It may contradict " + other.contentHash() + ": \"" + excerpt(other.content())
                        + "\". Delete whichever is wrong")
                .collect(Collectors.joining());
    }

    private static String excerpt(String content) {
        return content.codePointCount(0, content.length()) <= LONGEST_EXCERPT
                ? content
                : content.substring(0, content.offsetByCodePoints(0, LONGEST_EXCERPT)) + "...";
    }

    private static List<String> words(Object value) {
        return switch (value) {
            case String text -> Arrays.asList(text.split(",", -1));
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }
}
