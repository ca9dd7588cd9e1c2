package dev.memoryservice.server.memory;

/**
 * What one step of an erasure removed.
 *
 * @param memories how many memories
 * @param tombstones how many tombstones of memories that were deleted before
 */
public record Erased(int memories, int tombstones) {

    /** Whether there was nothing left. */
    public boolean nothing() {
        return memories + tombstones == 0;
    }
}
