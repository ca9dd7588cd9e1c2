package dev.memoryservice.server.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.Period;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.Optional;

/**
 * A stretch of the calendar that words name, such as a day or a summer.
 *
 * @param start its first moment
 * @param end the first moment after it
 * @param cycle after which time the same words name the next one: a year for {@code 3 May}; empty when the words name
 *     only this one, as {@code 3 May 2025} does
 */
record Span(ZonedDateTime start, ZonedDateTime end, Optional<TemporalAmount> cycle) {

    /** The period that recurs each {@code cycle}: the one that began last, at {@code start}. */
    static Span recurring(ZonedDateTime start, TemporalAmount length, TemporalAmount cycle) {
        return new Span(start, start.plus(length), Optional.of(cycle));
    }

    /** The one period that the words name. */
    static Span only(ZonedDateTime start, ZonedDateTime end) {
        return new Span(start, end, Optional.empty());
    }

    /** The one period of this length from {@code start} on. */
    static Span only(ZonedDateTime start, TemporalAmount length) {
        return only(start, start.plus(length));
    }

    /** The one before it. */
    Span previous() {
        return cycle.map(step -> new Span(start.minus(step), end.minus(step), cycle))
                .orElse(this);
    }

    /** The one that was the last to end: this one, or the one before when this one still runs at {@code now}. */
    Span ended(ZonedDateTime now) {
        return end.isAfter(now) ? previous() : this;
    }

    /**
     * The one that begins in {@code year}.
     *
     * @throws DateTimeException when that year has none, as most have no 29 February
     */
    Span inYear(int year) {
        int years = year - start.getYear();
        ZonedDateTime thatYears = start.plusYears(years);
        if (thatYears.getDayOfMonth() != start.getDayOfMonth()) {
            throw new DateTimeException(year + " has no such day");
        }
        return only(thatYears, thatYears.plus(Period.between(start.toLocalDate(), end.toLocalDate())));
    }

    /** Just this one. */
    Span fixed() {
        return only(start, end);
    }

    /** Its first moment as an instant. */
    Instant from() {
        return start.toInstant();
    }

    /** The first moment after it as an instant. */
    Instant until() {
        return end.toInstant();
    }
}
