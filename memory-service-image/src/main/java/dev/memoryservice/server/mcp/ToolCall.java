package dev.memoryservice.server.mcp;

import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.request.Input;

/**
 * One call of a tool.
 *
 * @param name the name that the client used, which may be an alias
 * @param arguments what the client gave, not checked yet
 * @param caller who calls
 * @param progress hears how far the call is
 */
public record ToolCall(String name, Input arguments, Caller caller, Progress progress) {

    /** Whose memories are meant. */
    public String tenant() {
        return caller.tenant();
    }
}
