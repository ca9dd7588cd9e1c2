package dev.memoryservice.server.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long each answer took. Safe for use by several threads. */
final class Latencies {

    private static final int DIGITS = 3;

    private final Map<Operation, Histogram> times = new EnumMap<>(Operation.class);
    private final Map<String, Long> failures = new TreeMap<>();

    Latencies() {
        for (Operation operation : Operation.values()) {
            times.put(operation, new ConcurrentHistogram(DIGITS));
        }
    }

    void add(Operation operation, long nanoseconds) {
        times.get(operation).recordValue(nanoseconds);
    }

    synchronized void failed(String how) {
        failures.merge(how, 1L, Long::sum);
    }

    /** The times of one operation in nanoseconds. */
    Histogram of(Operation operation) {
        return times.get(operation);
    }

    /** How many answers came in all. */
    long count() {
        return times.values().stream().mapToLong(Histogram::getTotalCount).sum();
    }

    /** What went wrong, and how often. */
    synchronized Map<String, Long> failures() {
        return new TreeMap<>(failures);
    }
}
