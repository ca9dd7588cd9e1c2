package dev.memoryservice.server.memory;

import java.util.List;
import java.util.Optional;

/**
 * The vectors of a memory that lacked some.
 *
 * @param key which one, see {@link UnembeddedMemory}
 * @param passages its passages in order, at least one; the first has its vector unless the memory had it already
 */
public record EmbeddedMemory(long key, List<EmbeddedPassage> passages) {

    /**
     * A part of a content with its vector.
     *
     * @param start where it starts in the content, in UTF-16 units
     * @param stop where it ends
     * @param vector its unit vector; only the first passage of a memory may be without
     */
    public record EmbeddedPassage(int start, int stop, Optional<float[]> vector) {}
}
