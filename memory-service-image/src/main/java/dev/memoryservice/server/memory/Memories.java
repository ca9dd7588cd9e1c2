package dev.memoryservice.server.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.events.MemoryEvents;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
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

    private static final int MOST_TAGS = 100;
    private static final int LONGEST_TAG = 256;
    private static final int LONGEST_TYPE = 64;
    private static final int LONGEST_CONVERSATION_ID = 256;
    private static final int LONGEST_QUERY = 16_384;

    private final MemoryStore store;
    private final Embedder embedder;
    private final MemoryEvents events;
    private final ObjectMapper json;
    private final ServerConfig.Limits limits;

    Memories(MemoryStore store, Embedder embedder, MemoryEvents events, ObjectMapper json, ServerConfig config) {
        this.store = store;
        this.embedder = embedder;
        this.events = events;
        this.json = json;
        this.limits = config.limits();
    }

    /** Remembers something. When this returns {@link StoreOutcome.Stored}, it is durable. */
    public StoreOutcome store(Space space, NewMemory given) {
        Memory memory = complete(given);
        StoreOutcome outcome = store.store(space, memory, embedder.embed(memory.content()));
        if (outcome instanceof StoreOutcome.Stored(Memory stored)) {
            events.stored(space, stored);
        }
        return outcome;
    }

    /** The memory with this content hash, in whatever case its digits are. */
    public Optional<Memory> find(Space space, String contentHash) {
        return store.find(space, contentHash.toLowerCase(Locale.ROOT));
    }

    /** One page of the memories that match, newest first. */
    public MemoryPage list(Space space, MemoryFilter filter, int page, int pageSize) {
        return store.list(space, normalised(filter), page, pageSize);
    }

    /**
     * Forgets a memory.
     *
     * @return false when there is no such memory
     */
    public boolean delete(Space space, String contentHash) {
        String hash = contentHash.toLowerCase(Locale.ROOT);
        boolean deleted = store.delete(space, hash);
        if (deleted) {
            events.deleted(space, hash);
        }
        return deleted;
    }

    /** The memories that answer a question best, best first. */
    public SearchResult search(Space space, String question, int limit, MemoryFilter filter) {
        atMost("query", question.getBytes(StandardCharsets.UTF_8).length, LONGEST_QUERY, "ask a shorter question");
        return searched(
                space,
                question,
                "semantic",
                () -> store.search(
                        space, new SearchQuery(question, embedder.embed(question), limit, normalised(filter))));
    }

    /** The newest memories with one of, or all of, some tags. The hits have no score. */
    public SearchResult searchByTags(Space space, List<String> tags, TagMatch match, int limit) {
        List<String> wanted = tags(tags);
        if (wanted.isEmpty()) {
            throw new RefusedException(RefusedException.Reason.BAD_VALUE, "At least one tag must be specified");
        }
        return searched(
                space,
                "Tags: " + String.join(", ", wanted) + " (" + match + ")",
                "tag",
                () -> store.list(space, MemoryFilter.byTags(wanted, match), 1, limit).memories().stream()
                        .map(memory -> new SearchHit(memory, 0, 0))
                        .toList());
    }

    /** Every tag with the number of memories that carry it, most used first. */
    public Map<String, Long> tags(Space space) {
        return store.tags(space);
    }

    /** The identity of a content: SHA-256 of the stripped, lower-cased text, 64 hexadecimal digits. */
    public static String contentHash(String content) {
        try {
            byte[] text = content.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private SearchResult searched(Space space, String query, String type, Supplier<List<SearchHit>> search) {
        long start = System.nanoTime();
        List<SearchHit> hits = search.get();
        SearchResult result = new SearchResult(hits, query, type, Duration.ofNanos(System.nanoTime() - start));
        events.searched(space, result);
        return result;
    }

    private Memory complete(NewMemory given) {
        atMost(
                "content",
                given.content().getBytes(StandardCharsets.UTF_8).length,
                limits.contentBytes(),
                "split it into several memories");
        atMost("metadata", metadataBytes(given.metadata()), limits.metadataBytes(), "keep less beside the content");
        List<String> tags = tags(given.tags());
        String type = given.type().map(String::strip).filter(t -> !t.isEmpty()).orElse(DEFAULT_TYPE);
        atMost("memory_type", type.length(), LONGEST_TYPE, "use a shorter word");
        given.conversationId()
                .ifPresent(id ->
                        atMost("conversation_id", id.length(), LONGEST_CONVERSATION_ID, "use a shorter identifier"));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new Memory(
                contentHash(given.content()),
                given.content(),
                tags.isEmpty() ? List.of(UNTAGGED) : tags,
                type,
                given.metadata(),
                given.conversationId(),
                now,
                now);
    }

    private static MemoryFilter normalised(MemoryFilter filter) {
        return new MemoryFilter(tags(filter.tags()), filter.tagMatch(), filter.type());
    }

    private static List<String> tags(List<String> given) {
        List<String> tags = given.stream()
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        atMost("tags", tags.size(), MOST_TAGS, "use fewer tags");
        tags.forEach(tag -> atMost("a tag", tag.length(), LONGEST_TAG, "use a shorter one"));
        return tags;
    }

    private int metadataBytes(Map<String, Object> metadata) {
        try {
            return json.writeValueAsBytes(metadata).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read as JSON can be written as JSON", e);
        }
    }

    private static void atMost(String what, int actual, int limit, String remedy) {
        if (actual > limit) {
            throw new RefusedException(
                    RefusedException.Reason.TOO_LARGE,
                    what + " is too large: " + actual + ", and the limit is " + limit + "; " + remedy);
        }
    }
}
