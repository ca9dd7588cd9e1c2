package dev.memoryservice.server.mcp;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The prompts by name. */
@Singleton
public final class Prompts {

    private final List<MemoryPrompt> prompts;

    Prompts(@All List<MemoryPrompt> prompts) {
        this.prompts = prompts.stream()
                .sorted(Comparator.comparing(MemoryPrompt::name))
                .toList();
    }

    /** Every prompt, in an order that never changes. */
    public List<MemoryPrompt> all() {
        return prompts;
    }

    public Optional<MemoryPrompt> find(String name) {
        return prompts.stream().filter(prompt -> prompt.name().equals(name)).findFirst();
    }

    /** The name of a required argument that was not given, if any. */
    public static Optional<String> missing(MemoryPrompt prompt, Map<String, String> arguments) {
        return prompt.arguments().stream()
                .filter(argument -> argument.required()
                        && arguments.getOrDefault(argument.name(), "").isBlank())
                .map(MemoryPrompt.Argument::name)
                .findFirst();
    }
}
