package dev.memoryservice.server.mcp;

import dev.memoryservice.server.auth.Scope;
import java.util.Set;

/** Something that a model can do with memories, whatever the revision and the transport of the protocol. */
public interface MemoryTool {

    /** The name that is listed. */
    String name();

    /** Names of older servers, which are answered but not listed: prompts and configurations still use them. */
    default Set<String> aliases() {
        return Set.of();
    }

    /** Whether clients are told of it; a tool that is not listed is there for clients of older servers. */
    default boolean listed() {
        return true;
    }

    /** For people. */
    String title();

    /** For models: what it does, in as few words as will do, because every client pays for them on every turn. */
    String description();

    /** JSON Schema of the arguments. */
    String inputSchema();

    /** JSON Schema of the structured content; empty for a tool whose answer has no fixed shape. */
    String outputSchema();

    Effect effect();

    /** The scope that a caller needs for it. */
    default Scope scope() {
        return effect() == Effect.READS ? Scope.READ : Scope.WRITE;
    }

    /** What the client must be able to do for this tool, in the words of the protocol, for example {@code sampling}. */
    default Set<String> neededOfClient() {
        return Set.of();
    }

    /**
     * Does it. Wrong arguments and refusals are thrown, and become errors that a model can correct itself by.
     *
     * @return a record, which becomes the structured content and the text; or a complete {@link
     *     io.quarkiverse.mcp.server.ToolResponse}
     */
    Object call(ToolCall call);

    /** What calling a tool does to what is stored, for clients that ask before they allow a call. */
    enum Effect {
        READS,
        ADDS,
        CHANGES,
        DELETES;

        /** Whether something that was there may be gone afterwards. */
        public boolean destructive() {
            return this == CHANGES || this == DELETES;
        }

        /** Whether a second call does nothing more. */
        public boolean idempotent() {
            return this != ADDS;
        }
    }
}
