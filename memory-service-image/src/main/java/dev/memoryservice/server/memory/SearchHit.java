package dev.memoryservice.server.memory;

import java.util.Optional;

/**
 * A found memory.
 *
 * @param memory the memory
 * @param score the fused score that hits are ordered by, 0 to 1
 * @param cosine the cosine similarity of the memory's and the query's vectors, -1 to 1; of the nearest passage, when
 *     the memory has several
 * @param passage the text of that passage; empty when the whole memory is one passage
 */
public record SearchHit(Memory memory, double score, double cosine, Optional<String> passage) {

    /** A hit of a memory that is one passage. */
    public SearchHit(Memory memory, double score, double cosine) {
        this(memory, score, cosine, Optional.empty());
    }
}
