package dev.memoryservice.server.memory;

import java.util.List;
import java.util.Optional;

/**
 * Which memories of a space are meant; every part that is given must match.
 *
 * @param tags tags to look for; empty means any memory
 * @param tagMatch whether one tag is enough or all are needed
 * @param type the memory type
 */
public record MemoryFilter(List<String> tags, TagMatch tagMatch, Optional<String> type) {

    /** How several tags combine. */
    public enum TagMatch {
        ANY,
        ALL
    }

    /** Every memory. */
    public static final MemoryFilter NONE = new MemoryFilter(List.of(), TagMatch.ANY, Optional.empty());

    /** Memories with one of, or all of, {@code tags}. */
    public static MemoryFilter byTags(List<String> tags, TagMatch match) {
        return new MemoryFilter(List.copyOf(tags), match, Optional.empty());
    }
}
