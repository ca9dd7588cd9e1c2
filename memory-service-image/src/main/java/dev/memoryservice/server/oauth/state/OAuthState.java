package dev.memoryservice.server.oauth.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The port that each backend implements for what the authorization server has to remember: entries with an end, found by
 * their id. Durable when a call returns, and seen by every replica. Expired entries are never found, and removed by
 * {@link #purge}. Calls block.
 *
 * <p>Any method throws {@link dev.memoryservice.server.memory.StoreUnavailableException} when the backend cannot answer
 * now.
 */
public interface OAuthState {

    /** What an update found, and what it left. */
    record Change(Entry before, Entry after) {}

    /** Adds an entry, or replaces the one with its id. Where the kind is full, the entry that expires first goes. */
    void put(Entry entry);

    /** The entry with this id. */
    Optional<Entry> find(Kind kind, String id, Instant now);

    /**
     * Changes an entry. Two updates of the same entry never overlap: the second one is given what the first one made.
     *
     * @param change may be asked more than once and must have no effect of its own; answers what it was given to leave
     *     everything as it was
     * @return empty when there is no such entry
     */
    Optional<Change> update(Kind kind, String id, Instant now, UnaryOperator<Entry> change);

    /** Removes an entry, and tells whether it was there. */
    boolean remove(Kind kind, String id);

    /** The entries of an owner, the one that expires first first. */
    List<Entry> ofOwner(Kind kind, String owner, Instant now);

    /** Every entry of a kind, in no order. */
    List<Entry> all(Kind kind, Instant now);

    /**
     * Removes entries that expired before, and tells how many there were.
     *
     * @param most how many at most
     */
    int purge(Instant before, int most);
}
