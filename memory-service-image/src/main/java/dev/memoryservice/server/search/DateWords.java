package dev.memoryservice.server.search;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * The words that a memory's time is found by: the day of the week, the month's name and the year, in UTC. The day of
 * the month is not among them: a bare number would match every other number that is asked for.
 */
public final class DateWords {

    private DateWords() {}

    /** For example {@code Saturday November 2026}. */
    public static String of(Instant time) {
        LocalDate date = time.atZone(ZoneOffset.UTC).toLocalDate();
        return date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                + ' '
                + date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                + ' '
                + date.getYear();
    }
}
