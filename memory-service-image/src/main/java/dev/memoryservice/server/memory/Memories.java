package dev.memoryservice.server.memory;

import dev.memoryservice.server.analytics.SearchCounts;
import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.events.MemoryEvents;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.reembedding.Reembedding;
import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What can be done with memories, for every protocol alike: REST and MCP are thin around it. It sets the limits,
 * gives a memory its identity and its vector, and tells the event streams.
 *
 * <p>Every method may throw {@link StoreUnavailableException}; those that take text, {@link RefusedException}.
 */
@Singleton
public final class Memories {

    /** The type of a memory that was given none. */
    public static final String DEFAULT_TYPE = "observation";

    /** The tag of a memory that was given none. */
    public static final String UNTAGGED = "untagged";

    private static final int LONGEST_QUERY = 16_384;

    private final MemoryStore store;
    private final Embedder embedder;
    private final MemoryEvents events;
    private final Reembedding reembedding;
    private final SearchCounts searches;
    private final MemoryRules rules;
    private final MemoryBatches batches;
    private final Room room;

    Memories(
            MemoryStore store,
            Embedder embedder,
            MemoryEvents events,
            Reembedding reembedding,
            SearchCounts searches,
            MemoryRules rules,
            MemoryBatches batches,
            Room room) {
        this.store = store;
        this.embedder = embedder;
        this.events = events;
        this.reembedding = reembedding;
        this.searches = searches;
        this.rules = rules;
        this.batches = batches;
        this.room = room;
    }

    /** Remembers something. When this returns {@link StoreOutcome.Stored}, it is durable. */
    public StoreOutcome store(Space space, NewMemory given) {
        room.require(space.tenant(), 1);
        StoreOutcome outcome = store.store(space, batches.candidate(given));
        batches.tell(space, outcome);
        return outcome;
    }

    /** The memory with this content hash, in whatever case its digits are. */
    public Optional<Memory> find(Space space, String contentHash) {
        return store.find(space, normalised(contentHash));
    }

    /** One page of the memories that match, newest first. */
    public MemoryPage list(Space space, MemoryFilter filter, int page, int pageSize) {
        return store.list(space, bounded(filter), page, pageSize);
    }

    /** The page behind {@code place}, which is {@link MemoryPage#next} of another page with the same filter. */
    public MemoryPage listAfter(Space space, MemoryFilter filter, Cursor place, int pageSize) {
        return store.listAfter(space, bounded(filter), place, pageSize);
    }

    /**
     * Changes the tags, the type or the metadata of a memory; what it was before stays in its history.
     *
     * @return what became of it; empty when there is no such memory
     */
    public Optional<MemoryChange> update(Space space, String contentHash, MemoryUpdate update) {
        Optional<MemoryChange> change = store.update(
                space, normalised(contentHash), memory -> rules.changed(memory, update, MemoryRules.now()));
        change.filter(done -> !done.fields().isEmpty()).ifPresent(done -> events.updated(space, done));
        return change;
    }

    /** What updates replaced in a memory, the last one first; empty when there is no such memory. */
    public Optional<List<PastVersion>> history(Space space, String contentHash) {
        return store.history(space, normalised(contentHash));
    }

    /**
     * Forgets a memory.
     *
     * @return false when there is no such memory
     */
    public boolean delete(Space space, String contentHash) {
        String hash = normalised(contentHash);
        boolean deleted = store.delete(space, hash);
        if (deleted) {
            events.deleted(space, hash);
        }
        return deleted;
    }

    /** The memories that answer a question best, best first. */
    public SearchResult search(Space space, String question, int limit, MemoryFilter filter) {
        requireBounded(question);
        return searched(space, question, "semantic", () -> answering(space, question, filter, limit));
    }

    /**
     * The newest memories with one of, or all of, some tags. The hits have no score.
     *
     * @param further what must match besides
     */
    public SearchResult searchByTags(Space space, List<String> tags, TagMatch match, MemoryFilter further, int limit) {
        List<String> wanted = MemoryRules.tags(tags);
        if (wanted.isEmpty()) {
            throw new RefusedException(RefusedException.Reason.BAD_VALUE, "At least one tag must be specified");
        }
        return searched(
                space,
                "Tags: " + String.join(", ", wanted) + " (" + match + ")",
                "tag",
                () -> newest(space, further.withTags(wanted, match), limit));
    }

    /**
     * The memories of a time: those that answer a question best, or without one the newest, which have no score.
     *
     * @param words how the time was said
     * @param filter the time, and what must match besides
     */
    public SearchResult searchByTime(
            Space space, String words, Optional<String> question, MemoryFilter filter, int limit) {
        question.ifPresent(Memories::requireBounded);
        return searched(space, words, "time", () -> question.map(text -> answering(space, text, filter, limit))
                .orElseGet(() -> newest(space, filter, limit)));
    }

    /**
     * The memories most like another one, which is not among them.
     *
     * @return empty when there is no such memory
     */
    public Optional<SearchResult> similar(Space space, String contentHash, int limit) {
        String hash = normalised(contentHash);
        long start = System.nanoTime();
        return store.similar(space, hash, limit).map(hits -> told(space, hits, hash, "similar", start));
    }

    /** Every tag with the number of memories that carry it, most used first. */
    public Map<String, Long> tags(Space space) {
        return store.tags(space);
    }

    /** How the most used tags are used, the most used first; at most {@code most}, 1 to 1,000. */
    public List<TagStatistics> tagStatistics(Space space, int most) {
        return store.tagStatistics(space, most);
    }

    /** The content hashes in the order of arrival, see {@link MemoryStore#hashes}. */
    public HashPage hashes(Space space, long after, int most, boolean deletedToo) {
        return store.hashes(space, after, most, deletedToo);
    }

    /** The identity of a content: SHA-256 of the stripped, lower-cased text, 64 hexadecimal digits. */
    public static String contentHash(String content) {
        return MemoryRules.contentHash(content);
    }

    private List<SearchHit> answering(Space space, String question, MemoryFilter filter, int limit) {
        return store.search(space, new SearchQuery(question, embedder.embedQuestion(question), limit, bounded(filter)));
    }

    private List<SearchHit> newest(Space space, MemoryFilter filter, int limit) {
        return store.list(space, bounded(filter), 1, limit).memories().stream()
                .map(memory -> new SearchHit(memory, 0, 0))
                .toList();
    }

    private SearchResult searched(Space space, String query, String type, Supplier<List<SearchHit>> search) {
        long start = System.nanoTime();
        return told(space, search.get(), query, type, start);
    }

    private SearchResult told(Space space, List<SearchHit> hits, String query, String type, long start) {
        SearchResult result =
                new SearchResult(hits, query, type, Duration.ofNanos(System.nanoTime() - start), reembedding.note());
        events.searched(space, result);
        searches.searched(space.tenant(), result);
        return result;
    }

    private static void requireBounded(String question) {
        MemoryRules.atMost(
                "query", question.getBytes(StandardCharsets.UTF_8).length, LONGEST_QUERY, "ask a shorter question");
    }

    private static MemoryFilter bounded(MemoryFilter filter) {
        filter.tags().ifPresent(condition -> MemoryRules.requireBounded(condition.tags()));
        return filter;
    }

    private static String normalised(String contentHash) {
        return contentHash.toLowerCase(Locale.ROOT);
    }
}
