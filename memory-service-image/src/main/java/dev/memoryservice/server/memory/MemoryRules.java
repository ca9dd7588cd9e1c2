package dev.memoryservice.server.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The limits that a memory has to keep and the form that it is kept in, whoever brings it: a client or an import. */
@Singleton
public final class MemoryRules {

    private static final int MOST_TAGS = 100;
    private static final int LONGEST_TAG = 256;
    private static final int LONGEST_TYPE = 64;
    private static final int LONGEST_CONVERSATION_ID = 256;

    private final ObjectMapper json;
    private final ServerConfig.Limits limits;

    @Inject
    MemoryRules(ObjectMapper json, ServerConfig config) {
        this(json, config.limits());
    }

    public MemoryRules(ObjectMapper json, ServerConfig.Limits limits) {
        this.json = json;
        this.limits = limits;
    }

    /**
     * The memory that is made of what was given.
     *
     * @throws RefusedException when a part of it is over its limit
     */
    public Memory complete(NewMemory given, Instant createdAt, Instant updatedAt) {
        atMost(
                "content",
                given.content().getBytes(StandardCharsets.UTF_8).length,
                limits.contentBytes(),
                "split it into several memories");
        checkMetadata(given.metadata());
        given.conversationId()
                .ifPresent(id ->
                        atMost("conversation_id", id.length(), LONGEST_CONVERSATION_ID, "use a shorter identifier"));
        return new Memory(
                contentHash(given.content()),
                given.content(),
                tagsOfMemory(given.tags()),
                type(given.type()),
                given.metadata(),
                given.conversationId(),
                createdAt,
                updatedAt);
    }

    /**
     * The memory that an update makes of another. Its time of change never goes back, whatever the clock does.
     *
     * @throws RefusedException when a part of it is over its limit
     */
    public Memory changed(Memory before, MemoryUpdate update, Instant now) {
        Map<String, Object> metadata = new LinkedHashMap<>(before.metadata());
        update.metadata().orElse(Map.of()).forEach((name, value) -> {
            if (value == null) {
                metadata.remove(name);
            } else {
                metadata.put(name, value);
            }
        });
        checkMetadata(metadata);
        return new Memory(
                before.contentHash(),
                before.content(),
                update.tags().map(MemoryRules::tagsOfMemory).orElse(before.tags()),
                update.type().isPresent() ? type(update.type()) : before.type(),
                metadata,
                before.conversationId(),
                before.createdAt(),
                now.isAfter(before.updatedAt()) ? now : before.updatedAt());
    }

    /**
     * Tags as they are kept and looked for: stripped, without repeats, none empty.
     *
     * @throws RefusedException when there are too many, or one is too long
     */
    static List<String> tags(List<String> given) {
        List<String> tags = given.stream()
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        requireBounded(tags);
        return tags;
    }

    /** @throws RefusedException when there are too many tags, or one is too long */
    static void requireBounded(Collection<String> tags) {
        atMost("tags", tags.size(), MOST_TAGS, "use fewer tags");
        tags.forEach(tag -> atMost("a tag", tag.length(), LONGEST_TAG, "use a shorter one"));
    }

    /** The identity of a content: SHA-256 of the stripped, lower-cased text, 64 hexadecimal digits. */
    static String contentHash(String content) {
        try {
            byte[] text = content.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static List<String> tagsOfMemory(List<String> given) {
        List<String> tags = tags(given);
        return tags.isEmpty() ? List.of(Memories.UNTAGGED) : tags;
    }

    private static String type(Optional<String> given) {
        String type = given.map(String::strip).filter(t -> !t.isEmpty()).orElse(Memories.DEFAULT_TYPE);
        atMost("memory_type", type.length(), LONGEST_TYPE, "use a shorter word");
        return type;
    }

    private void checkMetadata(Map<String, Object> metadata) {
        try {
            atMost(
                    "metadata",
                    json.writeValueAsBytes(metadata).length,
                    limits.metadataBytes(),
                    "keep less beside the content");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read as JSON can be written as JSON", e);
        }
    }

    /** The time as every backend can keep it. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /** Refuses what is over its limit, and says what to do instead. */
    static void atMost(String what, int actual, int limit, String remedy) {
        if (actual > limit) {
            throw new RefusedException(
                    RefusedException.Reason.TOO_LARGE,
                    what + " is too large: " + actual + ", and the limit is " + limit + "; " + remedy);
        }
    }
}
