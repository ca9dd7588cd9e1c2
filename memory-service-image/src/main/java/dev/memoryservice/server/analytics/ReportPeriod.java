package dev.memoryservice.server.analytics;

import dev.memoryservice.server.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The stretch of time that a report on tags is about. */
public enum ReportPeriod {
    WEEK("week", 7),
    MONTH("month", 30),
    QUARTER("quarter", 90),
    YEAR("year", 365),
    LAST_7_DAYS("7d", 7),
    LAST_30_DAYS("30d", 30),
    LAST_90_DAYS("90d", 90),
    ALL("all", 0);

    private final String word;
    private final int days;

    ReportPeriod(String word, int days) {
        this.word = word;
        this.days = days;
    }

    /** The period that a client means. */
    public static Optional<ReportPeriod> of(String word) {
        return Arrays.stream(values())
                .filter(period -> period.word.equals(word))
                .findFirst();
    }

    /** What clients may say. */
    public static String words() {
        return Arrays.stream(values()).map(ReportPeriod::word).collect(Collectors.joining(", "));
    }

    /** What the client says. */
    public String word() {
        return word;
    }

    TimeRange range(Instant now) {
        return this == ALL ? TimeRange.ALWAYS : TimeRange.since(now.minus(Duration.ofDays(days)));
    }

    /** The stretch before it, as long; empty when there is none. */
    Optional<TimeRange> before(Instant now) {
        Instant start = now.minus(Duration.ofDays(days));
        return this == ALL
                ? Optional.empty()
                : Optional.of(TimeRange.between(start.minus(Duration.ofDays(days)), start));
    }
}
