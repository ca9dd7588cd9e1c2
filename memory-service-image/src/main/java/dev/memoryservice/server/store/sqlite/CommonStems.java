package dev.memoryservice.server.store.sqlite;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The memories that contain a common stem, kept from one search to the next: reading 40,000 of them out of the index
 * takes 8 ms, and only those that came since have to be read. Ids only grow and a memory's content never changes, so what
 * was read stays true but for deletions, which the search sees itself. Safe for use by many threads.
 */
final class CommonStems {

    /** Eight megabytes; the stems that were not asked for the longest time go first. */
    private static final int MOST_IDS = 1_000_000;

    private static final long[] NONE = {};

    private record Key(long tenant, String stem) {}

    private final Map<Key, long[]> memories = new LinkedHashMap<>(16, 0.75f, true);
    private int kept;

    /** The memories that are known to contain the stem, by ascending id; empty when nothing is known. Not to be changed. */
    synchronized long[] known(long tenant, String stem) {
        return memories.getOrDefault(new Key(tenant, stem), NONE);
    }

    /**
     * Keeps what is known now.
     *
     * @param known what {@link #known} gave
     * @param added the memories after them
     * @return both together
     */
    synchronized long[] keep(long tenant, String stem, long[] known, long[] added) {
        if (added.length == 0) {
            return known;
        }
        long[] all = Arrays.copyOf(known, known.length + added.length);
        System.arraycopy(added, 0, all, known.length, added.length);
        long[] before = memories.put(new Key(tenant, stem), all);
        kept += all.length - (before == null ? 0 : before.length);
        Iterator<long[]> longestUnusedFirst = memories.values().iterator();
        while (kept > MOST_IDS && longestUnusedFirst.hasNext()) {
            kept -= longestUnusedFirst.next().length;
            longestUnusedFirst.remove();
        }
        return all;
    }
}
