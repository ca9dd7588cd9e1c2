package dev.memoryservice.server.memory;

import dev.memoryservice.server.time.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * Which memories of a space are meant; every part that is given must match.
 *
 * @param tags the condition on the tags
 * @param type the memory type
 * @param conversationId the conversation that it was said in
 * @param created when it was stored
 */
public record MemoryFilter(
        Optional<TagExpression> tags, Optional<String> type, Optional<String> conversationId, TimeRange created) {

    /** How several tags combine. */
    public enum TagMatch {
        ANY,
        ALL
    }

    /** Every memory. */
    public static final MemoryFilter NONE =
            new MemoryFilter(Optional.empty(), Optional.empty(), Optional.empty(), TimeRange.ALWAYS);

    /** Memories with one of, or all of, {@code tags}; every memory when there are none. */
    public static MemoryFilter byTags(List<String> tags, TagMatch match) {
        return NONE.withTags(tags, match);
    }

    /** Whether it lets everything through. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** This, and one of, or all of, {@code tags} as well; blank ones do not count. */
    public MemoryFilter withTags(List<String> given, TagMatch match) {
        List<String> wanted = given.stream()
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        if (wanted.isEmpty()) {
            return this;
        }
        return withTags(match == TagMatch.ANY ? TagExpression.anyOf(wanted) : TagExpression.allOf(wanted));
    }

    /** This, and a condition on the tags as well. */
    public MemoryFilter withTags(TagExpression condition) {
        TagExpression both = tags.<TagExpression>map(present -> new TagExpression.And(List.of(present, condition)))
                .orElse(condition);
        return new MemoryFilter(Optional.of(both), type, conversationId, created);
    }

    /** This, with {@code wanted} as the memory type. */
    public MemoryFilter withType(String wanted) {
        return new MemoryFilter(tags, Optional.of(wanted), conversationId, created);
    }

    /** This, with {@code wanted} as the conversation. */
    public MemoryFilter withConversation(String wanted) {
        return new MemoryFilter(tags, type, Optional.of(wanted), created);
    }

    /** This, and stored in {@code range} as well. */
    public MemoryFilter within(TimeRange range) {
        return new MemoryFilter(tags, type, conversationId, created.and(range));
    }
}
