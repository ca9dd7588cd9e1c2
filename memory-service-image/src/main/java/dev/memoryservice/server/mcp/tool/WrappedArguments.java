package dev.memoryservice.server.mcp.tool;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.request.Input;
import jakarta.inject.Singleton;

/** Some remote variants of MemoryOS take the arguments of a tool as one argument, {@code params}. */
@Singleton
final class WrappedArguments {

    private static final String WRAPPER = "params";

    private final ObjectMapper json;

    WrappedArguments(ObjectMapper json) {
        this.json = json;
    }

    /** The arguments themselves. */
    Input unwrap(Input arguments) {
        return arguments.has(WRAPPER) ? Input.ofArguments(json, arguments.object(WRAPPER)) : arguments;
    }
}
