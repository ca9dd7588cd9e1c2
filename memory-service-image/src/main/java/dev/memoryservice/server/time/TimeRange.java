package dev.memoryservice.server.time;

import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time, open where a bound is missing.
 *
 * @param from the first moment in it
 * @param until the first moment after it
 */
public record TimeRange(Optional<Instant> from, Optional<Instant> until) {

    /** Always. */
    public static final TimeRange ALWAYS = new TimeRange(Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException when it ends before it begins */
    public TimeRange {
        if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
            throw new IllegalArgumentException(
                    "A time range cannot end (%s) before it begins (%s)".formatted(until.get(), from.get()));
        }
    }

    /** From {@code from} on, up to but without {@code until}. */
    public static TimeRange between(Instant from, Instant until) {
        return new TimeRange(Optional.of(from), Optional.of(until));
    }

    /** From {@code from} on. */
    public static TimeRange since(Instant from) {
        return new TimeRange(Optional.of(from), Optional.empty());
    }

    /** Up to but without {@code until}. */
    public static TimeRange before(Instant until) {
        return new TimeRange(Optional.empty(), Optional.of(until));
    }

    /** Whether nothing is outside. */
    public boolean isAlways() {
        return from.isEmpty() && until.isEmpty();
    }

    /** What is in both. Two ranges that do not meet give one that nothing is in. */
    public TimeRange and(TimeRange other) {
        Optional<Instant> latestStart =
                from.isEmpty() || other.from.filter(from.get()::isBefore).isPresent() ? other.from : from;
        Optional<Instant> earliestEnd =
                until.isEmpty() || other.until.filter(until.get()::isAfter).isPresent() ? other.until : until;
        if (latestStart.isPresent()
                && earliestEnd.filter(latestStart.get()::isAfter).isPresent()) {
            return between(latestStart.get(), latestStart.get());
        }
        return new TimeRange(latestStart, earliestEnd);
    }
}
