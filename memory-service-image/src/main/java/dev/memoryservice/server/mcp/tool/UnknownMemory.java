package dev.memoryservice.server.mcp.tool;

import dev.memoryservice.server.request.RefusedException;

/** A hash that is not the hash of a memory, in words that a model can correct itself by. */
final class UnknownMemory {

    private UnknownMemory() {}

    static RefusedException of(String hash) {
        return new RefusedException(
                RefusedException.Reason.NOT_FOUND,
                "There is no memory with content_hash '" + hash + "': take the hash from memory_search or memory_list");
    }
}
