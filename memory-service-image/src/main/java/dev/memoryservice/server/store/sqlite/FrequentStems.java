package dev.memoryservice.server.store.sqlite;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stems that most memories of a tenant contain. They tell next to nothing and cost the most to look up, so a search
 * with other words leaves them out. What was learnt holds until the tenant has grown or shrunk by an eighth. Safe for
 * use by many threads.
 */
final class FrequentStems {

    /** In fewer memories every word is cheap. */
    private static final int FEWEST_MEMORIES = 1_000;

    private static final int MOST_STEMS = 4_096;

    private record Key(long tenant, String stem) {}

    /** The number of memories that there were when the stem was found frequent. */
    private final Map<Key, Integer> found = new ConcurrentHashMap<>();

    /** Whether {@code stem} was found frequent, and its tenant has not changed much since. */
    boolean knows(long tenant, String stem, int memories) {
        Integer then = found.get(new Key(tenant, stem));
        return then != null && Math.abs(memories - then) <= then / 8;
    }

    /** Says whether {@code stem}, which occurs in so many of the memories, is frequent, and remembers it. */
    boolean learn(long tenant, String stem, int withStem, int memories) {
        boolean frequent = memories >= FEWEST_MEMORIES && withStem > memories / 2;
        if (frequent) {
            if (found.size() >= MOST_STEMS) {
                found.clear();
            }
            found.put(new Key(tenant, stem), memories);
        }
        return frequent;
    }

    void forget() {
        found.clear();
    }
}
