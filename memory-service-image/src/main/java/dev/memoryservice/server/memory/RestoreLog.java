package dev.memoryservice.server.memory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a store remembers of the restores into it, so that one that was cut off by a sudden death is known to have
 * happened or not: the entry that a {@link Replacement} ends with is durable in the same moment as its memories. Part of
 * the port that each backend implements.
 *
 * <p>Any method throws {@link StoreUnavailableException} when the backend cannot answer now.
 */
public interface RestoreLog {

    /** How many restores are remembered; those that began longest ago go first. */
    int KEPT = 100;

    /**
     * One restore.
     *
     * @param id which one
     * @param startedAt when it began
     * @param text everything else, in the words of whoever restores
     */
    record Entry(String id, Instant startedAt, String text) {}

    /** Keeps an entry in place of the one of the same id. When this returns it is durable. */
    void save(Entry entry);

    /** The restore with this id. */
    Optional<Entry> find(String id);

    /** The restores, the last one first. */
    List<Entry> newest();
}
