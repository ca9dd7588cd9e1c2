package dev.memoryservice.server.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The days, months and years that a question names, in UTC: {@code 2026-03-07}, {@code 7 March 2026}, {@code March 7th},
 * {@code March 2026}, {@code 2026}. Without a year a day or month means the last one that has begun.
 */
public final class QuestionDates {

    /**
     * A span of time.
     *
     * @param from its first moment
     * @param until the first moment after it
     */
    public record Span(Instant from, Instant until) {

        private static Span of(LocalDate first, LocalDate firstAfter) {
            return new Span(
                    first.atStartOfDay(ZoneOffset.UTC).toInstant(),
                    firstAfter.atStartOfDay(ZoneOffset.UTC).toInstant());
        }
    }

    private static final int MOST = 4;

    private static final Map<String, Month> MONTHS = Arrays.stream(Month.values())
            .collect(Collectors.toUnmodifiableMap(
                    month ->
                            month.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT),
                    Function.identity()));

    // "may" is a month only beside a number: "who may enter?" names no date.
    private static final String MONTH = "(" + String.join("|", MONTHS.keySet()) + ")";
    private static final String YEAR = "((?:19|20)\\d\\d)";
    private static final String DAY = "(\\d{1,2})(?:st|nd|rd|th)?";

    private static final Pattern DATE = Pattern.compile(
            "\\b(?:" + YEAR + "-(\\d\\d)-(\\d\\d)" // 1 2 3
                    + "|" + DAY + "(?: of)? " + MONTH + ",?(?: " + YEAR + ")?" // 4 5 6
                    + "|" + MONTH + " " + DAY + "(?!\\d)(?:,? " + YEAR + ")?" // 7 8 9
                    + "|" + MONTH + ",?(?: of)?(?: " + YEAR + ")?" // 10 11
                    + "|" + YEAR + ")\\b", // 12
            Pattern.CASE_INSENSITIVE);

    private QuestionDates() {}

    /** The spans that {@code question} names, at most four, asked at {@code now}. A date that cannot be is left out. */
    public static List<Span> of(String question, Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        List<Span> spans = new ArrayList<>();
        Matcher found = DATE.matcher(question);
        while (spans.size() < MOST && found.find()) {
            try {
                addSpan(spans, found, today);
            } catch (DateTimeException e) {
                // The 31st of February: no memory was made then.
            }
        }
        return List.copyOf(spans);
    }

    private static void addSpan(List<Span> spans, Matcher found, LocalDate today) {
        if (found.group(1) != null) {
            spans.add(day(LocalDate.of(number(found, 1), number(found, 2), number(found, 3))));
        } else if (found.group(5) != null) {
            spans.add(day(date(found.group(5), number(found, 4), year(found, 6), today)));
        } else if (found.group(7) != null) {
            spans.add(day(date(found.group(7), number(found, 8), year(found, 9), today)));
        } else if (found.group(10) != null) {
            OptionalInt year = year(found, 11);
            if (year.isPresent() || !found.group(10).equalsIgnoreCase("may")) {
                LocalDate first = date(found.group(10), 1, year, today);
                spans.add(Span.of(first, first.plusMonths(1)));
            }
        } else {
            LocalDate first = LocalDate.of(number(found, 12), 1, 1);
            spans.add(Span.of(first, first.plusYears(1)));
        }
    }

    private static Span day(LocalDate date) {
        return Span.of(date, date.plusDays(1));
    }

    private static LocalDate date(String month, int day, OptionalInt year, LocalDate today) {
        Month named = MONTHS.get(month.toLowerCase(Locale.ROOT));
        if (year.isPresent()) {
            return LocalDate.of(year.getAsInt(), named, day);
        }
        YearMonth thisYear = YearMonth.of(today.getYear(), named);
        boolean begun = day <= thisYear.lengthOfMonth() && !thisYear.atDay(day).isAfter(today);
        return (begun ? thisYear : thisYear.minusYears(1)).atDay(day);
    }

    private static OptionalInt year(Matcher found, int group) {
        return found.group(group) == null ? OptionalInt.empty() : OptionalInt.of(number(found, group));
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }
}
