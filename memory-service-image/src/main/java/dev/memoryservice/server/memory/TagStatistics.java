package dev.memoryservice.server.memory;

import java.time.Instant;
import java.util.List;

/**
 * How a tag is used.
 *
 * @param tag the tag
 * @param memories how many memories carry it
 * @param lastUsed when the newest of them was stored
 * @param types their types, in alphabetical order
 */
public record TagStatistics(String tag, long memories, Instant lastUsed, List<String> types) {}
