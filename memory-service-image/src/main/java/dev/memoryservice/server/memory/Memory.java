package dev.memoryservice.server.memory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stored memory.
 *
 * @param contentHash SHA-256 of the stripped, lower-cased content, 64 hexadecimal digits; the memory's identity
 *     inside its {@link Space}
 * @param content the text as it was given
 * @param tags labels in the order given, without repeats, never empty ({@code untagged} stands for none)
 * @param type what kind of memory this is, for example {@code note}
 * @param metadata free JSON values of the client
 * @param conversationId the conversation that the memory was said in
 * @param createdAt when it was stored, to the microsecond
 * @param updatedAt when tags, type or metadata last changed; {@code createdAt} at first
 */
public record Memory(
        String contentHash,
        String content,
        List<String> tags,
        String type,
        Map<String, Object> metadata,
        Optional<String> conversationId,
        Instant createdAt,
        Instant updatedAt) {

    /** This with other tags, changed at {@code time}, or when it was changed last if the clock was put back since. */
    public Memory withTags(List<String> otherTags, Instant time) {
        return new Memory(
                contentHash,
                content,
                otherTags,
                type,
                metadata,
                conversationId,
                createdAt,
                time.isAfter(updatedAt) ? time : updatedAt);
    }
}
