package dev.memoryservice.server.memory;

import java.time.Instant;

/**
 * Two memories about the same thing that say different things, so that one may be wrong.
 *
 * @param newer the one stored later
 * @param older the one that was there
 * @param cosine how alike their meaning is, -1 to 1
 * @param divergence how differently they are worded, see {@link Wording#divergence}
 * @param foundAt when the newer one was stored
 */
public record Contradiction(Memory newer, Memory older, double cosine, double divergence, Instant foundAt) {}
