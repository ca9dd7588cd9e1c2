package dev.memoryservice.server.memory;

import dev.memoryservice.server.document.UploadHistory;
import dev.memoryservice.server.oauth.state.OAuthState;
import dev.memoryservice.server.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The port that each backend implements. Every call names the {@link Space} it is about and never sees another
 * tenant's memories. Safe for use by many threads; calls block.
 *
 * <p>Any method throws {@link StoreUnavailableException} when the backend cannot answer now.
 */
public interface MemoryStore extends AutoCloseable {

    /** How many past versions of a memory are kept. */
    int HISTORY_KEPT = 50;

    /** How many memories one call changes at most: so many that one commit is worth it, so few that others need not wait. */
    int LARGEST_BATCH = 250;

    /** A short name for people and status, for example {@code SQLite}. */
    String backend();

    /**
     * Stores a memory as {@link #store(Space, Candidate)} does, without looking for memories that are near to it.
     */
    default StoreOutcome store(Space space, Memory memory, float[] embedding) {
        return store(space, new Candidate(memory, embedding, NeighbourRules.NONE));
    }

    /**
     * Stores a memory. When this returns {@link StoreOutcome.Stored}, the memory is durable and every later call
     * sees it. Costs the same however many memories there are, but for one look at the vectors of the tenant.
     *
     * @param space where it belongs; not {@link Space#ALL_STORES}
     */
    StoreOutcome store(Space space, Candidate candidate);

    /**
     * Stores several memories, in order and all or none; each sees those before it.
     *
     * @param candidates not more than {@link #LARGEST_BATCH}
     * @return what became of each
     */
    List<StoreOutcome> storeAll(Space space, List<Candidate> candidates);

    /** The memory with this content hash. */
    Optional<Memory> find(Space space, String contentHash);

    /**
     * One page of the memories that match, newest first; of equal times the last stored first. The first pages cost as
     * much as they hold, not as the store; a far one is passed by quickly, but {@link #listAfter} gets there at once.
     *
     * @param page 1 for the first
     * @param pageSize 1 to 100
     */
    MemoryPage list(Space space, MemoryFilter filter, int page, int pageSize);

    /**
     * The page behind a place, wherever it is at the cost of the page.
     *
     * @param place {@link MemoryPage#next} of the page before
     * @param pageSize 1 to 100
     */
    MemoryPage listAfter(Space space, MemoryFilter filter, Cursor place, int pageSize);

    /**
     * Changes a memory, and keeps what it was in its history. When this returns, the change is durable. Two updates of
     * the same memory never overlap: the second one is given what the first one made.
     *
     * @param change gets the memory and answers what it shall be; of that only tags, type, metadata and the time of
     *     change are taken, and nothing at all when only the time differs. It may be asked more than once, must have no
     *     effect of its own, and may throw to leave everything as it was.
     * @return the memory before and after; empty when there is no such memory
     */
    Optional<MemoryChange> update(Space space, String contentHash, UnaryOperator<Memory> change);

    /**
     * What updates replaced in a memory, the last one first; the last {@value #HISTORY_KEPT} are kept.
     *
     * @return empty when there is no such memory
     */
    Optional<List<PastVersion>> history(Space space, String contentHash);

    /**
     * Deletes a memory, softly: a tombstone stays. When this returns true the deletion is durable.
     *
     * @return false when there is no such memory
     */
    boolean delete(Space space, String contentHash);

    /**
     * Deletes the memories with these content hashes, as {@link #delete(Space, String)} does; all or none.
     *
     * @param contentHashes not more than {@link #LARGEST_BATCH}
     * @return the hashes of those that were there
     */
    List<String> deleteAll(Space space, List<String> contentHashes);

    /**
     * Deletes the oldest memories that match; all or none.
     *
     * @param most how many at most, 1 to {@link #LARGEST_BATCH}
     * @return their content hashes
     */
    List<String> deleteOldest(Space space, MemoryFilter filter, int most);

    /**
     * Changes the oldest memories that match, as {@link #update} does; all or none.
     *
     * @param most how many at most, 1 to {@link #LARGEST_BATCH}
     */
    List<MemoryChange> updateOldest(Space space, MemoryFilter filter, int most, UnaryOperator<Memory> change);

    /**
     * A page of content hashes in the order in which the memories arrived.
     *
     * @param after {@link HashPage#next} of the page before; 0 for the first
     * @param most 1 to 10,000
     * @param deletedToo whether tombstones are listed as well
     */
    HashPage hashes(Space space, long after, int most, boolean deletedToo);

    /**
     * Removes tombstones for good, of every tenant, the oldest first.
     *
     * @param most how many at most, 1 to {@link #LARGEST_BATCH}
     * @return how many were removed
     */
    int purge(Instant deletedBefore, int most);

    /**
     * The contradictions that nobody has resolved, the last found first.
     *
     * @param most 1 to 100
     */
    ContradictionPage contradictions(Space space, int most);

    /**
     * Says that two memories do not contradict each other any more, or that it does not matter.
     *
     * @return false when there is no such contradiction
     */
    boolean endContradiction(Space space, String contentHash, String otherContentHash);

    /**
     * How the tags are used, the most used first. Not cheap: costs as much as all tags of all memories.
     *
     * @param most 1 to 1,000
     */
    List<TagStatistics> tagStatistics(Space space, int most);

    /** The best hits, best first, by words and meaning fused. */
    List<SearchHit> search(Space space, SearchQuery query);

    /**
     * The memories whose meaning is nearest to another one's, nearest first, without itself.
     *
     * @param limit the most to return, 1 to 100
     * @return empty when there is no memory with this content hash
     */
    Optional<List<SearchHit>> similar(Space space, String contentHash, int limit);

    /** How many memories lack vectors, of all tenants. Cheap while few do. */
    EmbeddingBacklog embeddingBacklog();

    /**
     * Some memories that lack vectors of this store's model, of any tenant: first those without any vector, then long
     * ones that lack those of their further passages.
     *
     * @param most the most to return
     */
    List<UnembeddedMemory> unembedded(int most);

    /** Gives memories the vectors that they lacked, durably; those that were deleted meanwhile are left out. */
    void embed(List<EmbeddedMemory> memories);

    /** Every tag with the number of memories that carry it, most used first. */
    Map<String, Long> tags(Space space);

    /**
     * The tags of the memories that were stored in {@code range}, most used first.
     *
     * @param most the most to return, 1 to 1000
     */
    Map<String, Long> tags(Space space, TimeRange range, int most);

    /** Every memory type with the number of memories of it, most used first. */
    Map<String, Long> types(Space space);

    /**
     * How much was stored when: the hours in which something was stored that is still there, oldest first. Costs as
     * much as there are such hours, not memories.
     */
    List<Activity> activity(Space space);

    /**
     * The memories with the largest contents, largest first.
     *
     * @param most the most to return, 1 to 100
     */
    List<MemorySize> largest(Space space, int most);

    /** Figures of a space; cheap enough to be asked every few seconds. */
    StoreStatistics statistics(Space space);

    /**
     * Hands over everything inside {@code extent}, tombstones included, as it was at one moment: writes go on meanwhile
     * and are not seen. In the order of arrival, one at a time; costs the memory of one, however many there are.
     *
     * @param each takes one; when it throws, the reading ends and the exception comes out here
     */
    void readAll(Extent extent, Consumer<StoredMemory> each);

    /**
     * Hands over everything inside {@code extent} as {@link #readAll} does, with all that belongs to it: what {@link
     * #replace} needs to make the same again. First the spaces, then the memories and tombstones in the order of arrival,
     * then contradictions and uploads that have ended. Costs the memory of one entry, however many there are.
     *
     * @param each takes one; when it throws, the reading ends and the exception comes out here
     */
    void readSnapshot(Extent extent, Consumer<SnapshotEntry> each);

    /**
     * Puts a snapshot in the place of what tenants have, all or nothing: memories, tombstones, history, vectors,
     * contradictions, uploads that have ended. What comes is ordered behind all that ever was, in the order of the
     * snapshot. Reading and searching go on with what there was until the moment of the change; other writes are refused
     * meanwhile with a {@link StoreUnavailableException}. Takes a minute for some 100,000 memories, and the room that they
     * take on the disk and in memory a second time.
     *
     * @throws RuntimeException whatever the snapshot throws; nothing is changed then
     */
    SnapshotDifference replace(Replacement replacement);

    /** Whether {@link #replace} is at work, so that writes are refused. */
    boolean isReplacing();

    /** What is known of earlier restores. */
    RestoreLog restores();

    /** How many memories each tenant has that ever stored one, for whoever administrates the server. */
    Map<String, Long> tenants();

    /**
     * Removes memories of a tenant for good, of all its stores, with tombstones, history and vectors.
     *
     * @param most how many at most, 1 to {@link #LARGEST_BATCH}
     * @return what was removed; nothing when nothing is left
     */
    Erased erase(String tenant, int most);

    /** Where the authorization server keeps what it has to remember. */
    OAuthState oauth();

    /** What became of the documents that were uploaded. */
    UploadHistory uploads();

    /** The size of everything stored, in bytes, all tenants together. */
    long sizeBytes();

    /**
     * Proves that the backend answers.
     *
     * @throws StoreUnavailableException when it does not, with the reason
     */
    void checkReading();

    /**
     * Proves that the backend can be written to, within a second.
     *
     * @throws StoreUnavailableException when it cannot, with the reason
     */
    void checkWriting();

    /**
     * Reads everything that is stored and proves that it is whole; a second for some hundred megabytes. Once it was
     * found damaged, nothing is written any more.
     *
     * @throws StoreUnavailableException when it is not, with the reason
     */
    void checkIntegrity();

    /** Finishes the writes that were accepted, refuses new ones and releases everything. */
    @Override
    void close();
}
