package dev.memoryservice.server.mcp;

import dev.memoryservice.server.request.Input;
import java.util.Set;

/** Something that a model can do with memories, whatever the revision and the transport of the protocol. */
interface MemoryTool {

    /** The name that is listed. */
    String name();

    /** Names of older servers, which are answered but not listed: prompts and configurations still use them. */
    Set<String> aliases();

    /** For people. */
    String title();

    /** For models: what it does, in as few words as will do, because every client pays for them on every turn. */
    String description();

    /** JSON Schema of the arguments. */
    String inputSchema();

    Effect effect();

    /**
     * Does it. Wrong arguments and refusals are thrown, and become errors that a model can correct itself by.
     *
     * @param tenant whose memories are meant
     * @return a record, which becomes the structured content
     */
    Object call(Input arguments, String tenant);

    /** What calling a tool does to what is stored, for clients that ask before they allow a call. */
    enum Effect {
        READS,
        ADDS,
        DELETES
    }
}
