package dev.memoryservice.server.memory;

import java.time.Duration;
import java.util.List;

/**
 * What a search found.
 *
 * @param hits best first
 * @param query what was searched for, in words
 * @param type how: {@code semantic} or {@code tag}
 * @param took how long it took, embedding included
 */
public record SearchResult(List<SearchHit> hits, String query, String type, Duration took) {}
