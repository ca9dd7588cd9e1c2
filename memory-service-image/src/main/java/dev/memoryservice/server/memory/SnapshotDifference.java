package dev.memoryservice.server.memory;

/**
 * How a snapshot differs from what there was before it, in live memories.
 *
 * @param added are in the snapshot only
 * @param removed were there before only
 * @param changed are in both, with other tags, type, metadata, times or history
 * @param unchanged are the same in both
 */
public record SnapshotDifference(long added, long removed, long changed, long unchanged) {

    /** The live memories of the snapshot. */
    public long memories() {
        return added + changed + unchanged;
    }
}
