package dev.memoryservice.server.time;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates in digits: those of ISO 8601 ({@code 2025-05-01}, {@code 2025-05}, {@code 2025-W18}, {@code 2025-05-01T10:30Z}),
 * {@code 2025-Q2}, {@code 2025/05/01}, {@code 1.5.2025}, and {@code 13/5/2025} where only one reading is possible.
 */
final class IsoDates {

    static final Pattern PATTERN = Pattern.compile("""
            (?<moment>\\d{4}-\\d{2}-\\d{2}t\\d{2}:\\d{2}(?<seconds>:\\d{2}(?:\\.\\d+)?)?(?<offset>z|[+-]\\d{2}:\\d{2})?)
            |(?<year>\\d{4})[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})
            |(?<first>\\d{1,2})(?<mark>[./])(?<second>\\d{1,2})[./](?<lastYear>\\d{4})
            |(?<monthYear>\\d{4})-(?<onlyMonth>\\d{2})
            |(?<weekYear>\\d{4})-w(?<week>\\d{2})
            |(?<quarterYear>\\d{4})-q(?<quarter>[1-4])""", Pattern.COMMENTS);

    private final Calendar calendar;

    IsoDates(Calendar calendar) {
        this.calendar = calendar;
    }

    /** The period that is written; empty when there is no such date, or two readings are possible. */
    Optional<Span> read(Matcher written) {
        try {
            return Optional.of(period(written));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Span period(Matcher written) {
        if (written.group("moment") != null) {
            return moment(written);
        }
        if (written.group("year") != null) {
            return calendar.date(
                    LocalDate.of(number(written, "year"), number(written, "month"), number(written, "day")));
        }
        if (written.group("first") != null) {
            return calendar.date(dayFirst(written));
        }
        if (written.group("monthYear") != null) {
            return calendar.month(number(written, "monthYear"), Month.of(number(written, "onlyMonth")));
        }
        if (written.group("week") != null) {
            return week(number(written, "weekYear"), number(written, "week"));
        }
        return calendar.quarter(number(written, "quarter")).inYear(number(written, "quarterYear"));
    }

    private Span moment(Matcher written) {
        String text = written.group().toUpperCase(Locale.ROOT);
        ZonedDateTime start = written.group("offset") == null
                ? LocalDateTime.parse(text).atZone(calendar.now().getZone())
                : OffsetDateTime.parse(text).toZonedDateTime();
        return Span.only(start, written.group("seconds") == null ? Duration.ofMinutes(1) : Duration.ofSeconds(1));
    }

    private static LocalDate dayFirst(Matcher written) {
        int first = number(written, "first");
        int second = number(written, "second");
        int year = number(written, "lastYear");
        if (written.group("mark").equals(".") || first == second) {
            return LocalDate.of(year, second, first);
        }
        if (first <= 12 && second <= 12) {
            throw new DateTimeException("Day or month first: " + written.group());
        }
        return first > 12 ? LocalDate.of(year, second, first) : LocalDate.of(year, first, second);
    }

    private Span week(int year, int week) {
        LocalDate monday = LocalDate.of(year, 1, 4)
                .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, week)
                .with(DayOfWeek.MONDAY);
        return Span.only(calendar.date(monday).start(), Period.ofDays(7));
    }

    private static int number(Matcher written, String group) {
        return Integer.parseInt(written.group(group));
    }
}
