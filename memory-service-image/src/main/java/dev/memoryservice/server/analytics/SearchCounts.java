package dev.memoryservice.server.analytics;

import dev.memoryservice.server.memory.SearchResult;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many searches each tenant made since the server started, and how long they took; never what they asked for. The
 * counts of those who searched last are kept.
 */
@Singleton
public final class SearchCounts {

    private static final int MOST_TENANTS = 10_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Instant since = Instant.now();

    /** The one that searched longest ago first. */
    private final Map<String, Counts> tenants = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Counts> eldest) {
            return size() > MOST_TENANTS;
        }
    };

    /** Of one tenant. */
    private static final class Counts {
        private final Map<String, Long> byType = new TreeMap<>();
        private long searches;
        private long empty;
        private double milliseconds;
        private double slowest;
    }

    /** Counts a search. */
    public synchronized void searched(String tenant, SearchResult result) {
        Counts counts = tenants.computeIfAbsent(tenant, name -> new Counts());
        double milliseconds = result.took().toNanos() / NANOS_PER_MILLI;
        counts.byType.merge(result.type(), 1L, Long::sum);
        counts.searches++;
        counts.empty += result.hits().isEmpty() ? 1 : 0;
        counts.milliseconds += milliseconds;
        counts.slowest = Math.max(counts.slowest, milliseconds);
    }

    /** The counts of a tenant. */
    public synchronized Reports.Searches of(String tenant) {
        Counts counts = tenants.getOrDefault(tenant, new Counts());
        return new Reports.Searches(
                counts.searches,
                counts.empty,
                counts.searches == 0 ? 0 : counts.milliseconds / counts.searches,
                counts.slowest,
                Map.copyOf(counts.byType),
                since.toString());
    }
}
