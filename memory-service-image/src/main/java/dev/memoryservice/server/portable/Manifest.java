package dev.memoryservice.server.portable;

import java.util.List;

/**
 * The last line: what the file holds. A file without one was cut off.
 *
 * @param memories how many memories, tombstones not counted
 * @param tombstones how many deleted memories
 * @param spaces the same for each space, in the order of their first memory
 * @param sha256 of every byte before this line, uncompressed, 64 hexadecimal digits
 */
public record Manifest(long memories, long tombstones, List<SpaceCount> spaces, String sha256) {

    /**
     * What the file holds of one store of one tenant.
     *
     * @param memories how many memories, tombstones not counted
     * @param tombstones how many deleted memories
     */
    public record SpaceCount(String tenant, String store, long memories, long tombstones) {}
}
