package dev.memoryservice.server.mcp.tool;

import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.memory.Conflicts;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/** {@code memory_resolve} of older servers: one of two contradicting memories stays, the other is deleted. */
@Singleton
final class ResolveTool extends OlderTool {

    private final Conflicts conflicts;
    private final Stores stores;

    ResolveTool(Conflicts conflicts, Stores stores) {
        this.conflicts = conflicts;
        this.stores = stores;
    }

    record Resolved(boolean success, String message) {}

    @Override
    public String name() {
        return "memory_resolve";
    }

    @Override
    public String title() {
        return "Resolve a contradiction";
    }

    @Override
    public String description() {
        return "Keep one of two memories that contradict each other; the other one is deleted.";
    }

    @Override
    public String inputSchema() {
        return """
                {"type":"object","required":["winner_hash","loser_hash"],"properties":{
                 "winner_hash":{"type":"string"},"loser_hash":{"type":"string"},"store":{"type":"string"}}}""";
    }

    @Override
    public String outputSchema() {
        return """
                {"type":"object","required":["success","message"],"properties":{
                 "success":{"type":"boolean"},"message":{"type":"string"}}}""";
    }

    @Override
    public Effect effect() {
        return Effect.DELETES;
    }

    @Override
    public Object call(ToolCall call) {
        Input arguments = call.arguments();
        String winner = arguments.requiredText("winner_hash").strip().toLowerCase(Locale.ROOT);
        String loser = arguments.requiredText("loser_hash").strip().toLowerCase(Locale.ROOT);
        Optional<String> store = arguments.text("store");
        arguments.check();
        if (!conflicts.resolve(stores.forWriting(call.tenant(), store), winner, loser, false)) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_FOUND,
                    "There is no unresolved conflict between " + winner + " and " + loser
                            + ": take both hashes from memory_conflicts");
        }
        return new Resolved(true, "Conflict resolved: " + winner + " is kept, " + loser + " is deleted");
    }
}
