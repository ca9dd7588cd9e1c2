package dev.memoryservice.server.mcp.prompt;

import dev.memoryservice.server.mcp.MemoryPrompt;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.Space;
import io.quarkiverse.mcp.server.PromptMessage;
import io.quarkiverse.mcp.server.PromptResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** {@code recall}: what is remembered of a topic, for the model to go on with. */
@Singleton
final class RecallPrompt implements MemoryPrompt {

    private static final int MEMORIES = 10;

    private final Memories memories;

    RecallPrompt(Memories memories) {
        this.memories = memories;
    }

    @Override
    public String name() {
        return "recall";
    }

    @Override
    public String title() {
        return "Recall";
    }

    @Override
    public String description() {
        return "Bring what is remembered about a topic into the conversation";
    }

    @Override
    public List<Argument> arguments() {
        return List.of(new Argument("topic", "Topic", "A question or a topic, in plain words", true));
    }

    @Override
    public PromptResponse get(Map<String, String> arguments, String tenant) {
        String topic = arguments.get("topic").strip();
        List<Memory> found =
                memories.search(new Space(tenant, Space.ALL_STORES), topic, MEMORIES, MemoryFilter.NONE).hits().stream()
                        .map(SearchHit::memory)
                        .toList();
        String text = found.isEmpty()
                ? "Nothing is remembered about: " + topic
                : "This is remembered about \"" + topic + "\", the best match first. Use what helps, and say when"
                        + " memories contradict each other.\n\n" + Excerpts.of(found);
        return new PromptResponse("Memories about " + topic, List.of(PromptMessage.withUserRole(text)));
    }
}
