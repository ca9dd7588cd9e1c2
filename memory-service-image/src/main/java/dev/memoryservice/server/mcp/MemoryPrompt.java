package dev.memoryservice.server.mcp;

import io.quarkiverse.mcp.server.PromptResponse;
import java.util.List;
import java.util.Map;

/** A text with memories in it that a person picks in the client, as a slash command for example. */
public interface MemoryPrompt {

    /** For programs, and what the person types. */
    String name();

    /** For people. */
    String title();

    /** For people: what it brings about. */
    String description();

    List<Argument> arguments();

    /**
     * The messages.
     *
     * @param arguments what was given, every required one among it
     * @param tenant whose memories are meant
     * @throws dev.memoryservice.server.request.RefusedException when an argument makes no sense
     */
    PromptResponse get(Map<String, String> arguments, String tenant);

    /**
     * Values of an argument that begin with what a person has typed so far, the likeliest first.
     *
     * @return at most 100, or none when this cannot be said cheaply
     */
    default List<String> complete(String argument, String begun, String tenant) {
        return List.of();
    }

    /**
     * Something that a prompt is made with.
     *
     * @param description for people
     */
    record Argument(String name, String title, String description, boolean required) {}
}
