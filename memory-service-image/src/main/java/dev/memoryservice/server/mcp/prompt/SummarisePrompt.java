package dev.memoryservice.server.mcp.prompt;

import dev.memoryservice.server.mcp.MemoryPrompt;
import dev.memoryservice.server.mcp.resource.TagNames;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.Space;
import io.quarkiverse.mcp.server.PromptMessage;
import io.quarkiverse.mcp.server.PromptResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** {@code summarise}: has the model sum up the newest memories, all or those with a tag. */
@Singleton
final class SummarisePrompt implements MemoryPrompt {

    private static final int MEMORIES = 30;

    private final Memories memories;
    private final TagNames tags;

    SummarisePrompt(Memories memories, TagNames tags) {
        this.memories = memories;
        this.tags = tags;
    }

    @Override
    public String name() {
        return "summarise";
    }

    @Override
    public String title() {
        return "Summarise";
    }

    @Override
    public String description() {
        return "Sum up the newest memories, and store the summary";
    }

    @Override
    public List<Argument> arguments() {
        return List.of(new Argument("tag", "Tag", "Only memories with this tag", false));
    }

    @Override
    public PromptResponse get(Map<String, String> arguments, String tenant) {
        String tag = arguments.getOrDefault("tag", "").strip();
        MemoryFilter filter = tag.isEmpty() ? MemoryFilter.NONE : MemoryFilter.byTags(List.of(tag), TagMatch.ANY);
        List<Memory> found = memories.list(new Space(tenant, Space.ALL_STORES), filter, 1, MEMORIES)
                .memories();
        String which = tag.isEmpty() ? "the newest memories" : "the newest memories with the tag \"" + tag + "\"";
        String text = found.isEmpty()
                ? "There are no memories to sum up" + (tag.isEmpty() ? "." : ": none has the tag \"" + tag + "\".")
                : "Sum up " + which + " in at most ten sentences: facts, decisions with their reasons, what is still"
                        + " open, and what contradicts itself. Then store the summary with memory_store and the tag"
                        + " \"summary\".\n\n" + Excerpts.of(found);
        return new PromptResponse("A summary of " + which, List.of(PromptMessage.withUserRole(text)));
    }

    @Override
    public List<String> complete(String argument, String begun, String tenant) {
        return tags.beginningWith(begun, tenant);
    }
}
