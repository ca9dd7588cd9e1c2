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

    private record Key(long tenant, String stem) {}

    private final Map<Key, Ids> memories = new LinkedHashMap<>(16, 0.75f, true);
    private int kept;

    /** Ids in ascending order, at the beginning of an array that has room for more: what is behind them is not theirs. */
    static final class Ids {

        static final Ids NONE = new Ids(new long[0], 0);

        private final long[] array;
        private final int size;

        private Ids(long[] array, int size) {
            this.array = array;
            this.size = size;
        }

        int size() {
            return size;
        }

        long at(int place) {
            return array[place];
        }

        /** The greatest id; 0 when there is none. */
        long last() {
            return size == 0 ? 0 : array[size - 1];
        }

        private Ids with(long[] added, boolean inPlace) {
            int all = size + added.length;
            long[] target = inPlace && all <= array.length ? array : Arrays.copyOf(array, all + all / 8);
            System.arraycopy(added, 0, target, size, added.length);
            return new Ids(target, all);
        }
    }

    /** The memories that are known to contain the stem; {@link Ids#NONE} when nothing is known. */
    synchronized Ids known(long tenant, String stem) {
        return memories.getOrDefault(new Key(tenant, stem), Ids.NONE);
    }

    /** Forgets everything; while no search is on its way, which would bring back what it knows. */
    synchronized void forget() {
        memories.clear();
        kept = 0;
    }

    /**
     * Keeps what is known now.
     *
     * @param known what {@link #known} gave
     * @param added the memories after them
     * @return both together
     */
    synchronized Ids keep(long tenant, String stem, Ids known, long[] added) {
        if (added.length == 0) {
            return known;
        }
        Key key = new Key(tenant, stem);
        Ids present = memories.getOrDefault(key, Ids.NONE);
        // Behind what another search has added meanwhile there is no room: this one goes on with a copy.
        Ids all = known.with(added, known == present);
        memories.put(key, all);
        kept += all.array.length - present.array.length;
        Iterator<Ids> longestUnusedFirst = memories.values().iterator();
        while (kept > MOST_IDS && longestUnusedFirst.hasNext()) {
            kept -= longestUnusedFirst.next().array.length;
            longestUnusedFirst.remove();
        }
        return all;
    }
}
