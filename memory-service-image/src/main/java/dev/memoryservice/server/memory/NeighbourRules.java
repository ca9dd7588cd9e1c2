package dev.memoryservice.server.memory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is done about memories of the same store that are near to a new one in meaning.
 *
 * @param refuseSince a near duplicate with the same figures (see {@link Wording}) that was stored at this time or later
 *     makes the new memory be refused; empty never refuses
 * @param duplicateCosine how alike near duplicates are at least, 0 to 1
 * @param contradictions whether to look for memories that the new one may contradict
 */
public record NeighbourRules(Optional<Instant> refuseSince, double duplicateCosine, boolean contradictions) {

    /** Stores whatever is not exactly there already, and looks for nothing. */
    public static final NeighbourRules NONE = new NeighbourRules(Optional.empty(), 1, false);

    /** Above this cosine two memories are about the same thing. */
    public static final double CONTRADICTION_COSINE = 0.95;

    /** Above this divergence, see {@link Wording#divergence}, two memories about the same thing say different things. */
    public static final double CONTRADICTION_DIVERGENCE = 0.2;

    /** The tag of memories of which one may be wrong. */
    public static final String CONFLICT_TAG = "conflict:unresolved";

    /** Whether a memory this much alike is a near duplicate, as far as cosine and time say. */
    public boolean isDuplicate(Memory other, double cosine) {
        return cosine >= duplicateCosine
                && refuseSince
                        .filter(since -> !other.createdAt().isBefore(since))
                        .isPresent();
    }

    /** Whether two memories about the same thing may contradict each other. */
    public static boolean contradict(double cosine, double divergence) {
        return cosine > CONTRADICTION_COSINE && divergence > CONTRADICTION_DIVERGENCE;
    }

    /** The tags of a memory that is in conflict. */
    public static List<String> withConflict(List<String> tags) {
        return Stream.concat(tags.stream(), Stream.of(CONFLICT_TAG))
                .filter(tag -> !tag.equals(Memories.UNTAGGED))
                .distinct()
                .toList();
    }

    /** The tags of a memory that is in conflict no more. */
    public static List<String> withoutConflict(List<String> tags) {
        List<String> rest =
                tags.stream().filter(tag -> !tag.equals(CONFLICT_TAG)).toList();
        return rest.isEmpty() ? List.of(Memories.UNTAGGED) : rest;
    }
}
