package dev.memoryservice.server.analytics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.memoryservice.server.memory.SearchResult;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many searches each tenant made since the server started, and how long they took; never what they asked for. The
 * counts of those who search are kept, before those of who searched once.
 */
@Singleton
public final class SearchCounts {

    private static final long MOST_TENANTS = 10_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Instant since = Instant.now();

    private final Cache<String, Counts> tenants = Caffeine.newBuilder()
            .maximumSize(MOST_TENANTS)
            .executor(Runnable::run)
            .build();

    /** Of one tenant. */
    private static final class Counts {
        private final Map<String, Long> byType = new TreeMap<>();
        private long searches;
        private long empty;
        private double milliseconds;
        private double slowest;

        synchronized void add(SearchResult result) {
            double took = result.took().toNanos() / NANOS_PER_MILLI;
            byType.merge(result.type(), 1L, Long::sum);
            searches++;
            empty += result.hits().isEmpty() ? 1 : 0;
            milliseconds += took;
            slowest = Math.max(slowest, took);
        }

        synchronized Reports.Searches since(Instant start) {
            return new Reports.Searches(
                    searches,
                    empty,
                    searches == 0 ? 0 : milliseconds / searches,
                    slowest,
                    Map.copyOf(byType),
                    start.toString());
        }
    }

    /** Counts a search. */
    public void searched(String tenant, SearchResult result) {
        tenants.get(tenant, name -> new Counts()).add(result);
    }

    /** The counts of a tenant. */
    public Reports.Searches of(String tenant) {
        return Optional.ofNullable(tenants.getIfPresent(tenant))
                .orElseGet(Counts::new)
                .since(since);
    }
}
