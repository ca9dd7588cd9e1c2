package dev.memoryservice.server.mcp.conformance;

import dev.memoryservice.server.mcp.MemoryPrompt;
import io.quarkiverse.mcp.server.PromptMessage;
import io.quarkiverse.mcp.server.PromptResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A prompt of the suite. */
record FixturePrompt(String name, List<String> required, Function<Map<String, String>, List<PromptMessage>> messages)
        implements MemoryPrompt {

    @Override
    public String title() {
        return name;
    }

    @Override
    public String description() {
        return "For the conformance suite";
    }

    @Override
    public List<Argument> arguments() {
        return required.stream()
                .map(argument -> new Argument(argument, argument, "An argument", true))
                .toList();
    }

    @Override
    public PromptResponse get(Map<String, String> arguments, String tenant) {
        return new PromptResponse(description(), messages.apply(arguments));
    }
}
