package dev.memoryservice.server.mcp.prompt;

import dev.memoryservice.server.memory.Memory;
import java.util.List;
import java.util.stream.Collectors;

/** Memories as text for a model: a list that says of each when it was stored, and its tags. */
final class Excerpts {

    /** How much of one memory is shown, in characters: a prompt must not fill the model's window. */
    private static final int LONGEST = 2000;

    private Excerpts() {}

    static String of(List<Memory> memories) {
        return memories.stream().map(Excerpts::of).collect(Collectors.joining("\n"));
    }

    private static String of(Memory memory) {
        String content = memory.content().strip();
        String shown = content.codePointCount(0, content.length()) <= LONGEST
                ? content
                : content.substring(0, content.offsetByCodePoints(0, LONGEST)) + " … (memory://memory/"
                        + memory.contentHash() + ")";
        return "- [" + memory.createdAt() + "; " + String.join(", ", memory.tags()) + "] " + shown;
    }
}
