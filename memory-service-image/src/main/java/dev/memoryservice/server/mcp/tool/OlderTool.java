package dev.memoryservice.server.mcp.tool;

import dev.memoryservice.server.mcp.MemoryTool;

/** A tool that older servers have by itself, and this one as a part of another: answered, and not listed. */
abstract class OlderTool implements MemoryTool {

    @Override
    public final boolean listed() {
        return false;
    }
}
