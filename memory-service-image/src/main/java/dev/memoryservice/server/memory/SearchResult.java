package dev.memoryservice.server.memory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param hits best first
 * @param query what was searched for, in words
 * @param type how: {@code semantic}, {@code tag}, {@code time} or {@code similar}
 * @param took how long it took, embedding included
 * @param note what whoever reads the result should know about how it came about
 */
public record SearchResult(List<SearchHit> hits, String query, String type, Duration took, Optional<String> note) {}
