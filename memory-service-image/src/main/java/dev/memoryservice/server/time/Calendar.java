package dev.memoryservice.server.time;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.Period;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.TemporalAmount;

/**
 * The periods of the calendar as they are at one moment in one time zone. Weeks begin on Monday (ISO 8601); seasons
 * are the meteorological ones of the northern hemisphere. Each period is the one that began last.
 */
final class Calendar {

    private static final TemporalAmount DAY = Period.ofDays(1);
    private static final TemporalAmount WEEK = Period.ofDays(7);
    private static final TemporalAmount MONTH = Period.ofMonths(1);
    private static final TemporalAmount THREE_MONTHS = Period.ofMonths(3);
    private static final TemporalAmount YEAR = Period.ofYears(1);

    private final ZonedDateTime now;
    private final LocalDate today;

    Calendar(ZonedDateTime now) {
        this.now = now;
        this.today = now.toLocalDate();
    }

    /** A unit of time that can be counted. */
    enum Unit {
        MINUTE,
        HOUR,
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        YEAR;

        private TemporalAmount length() {
            return switch (this) {
                case MINUTE -> Duration.ofMinutes(1);
                case HOUR -> Duration.ofHours(1);
                case DAY -> Calendar.DAY;
                case WEEK -> Calendar.WEEK;
                case MONTH -> Calendar.MONTH;
                case QUARTER -> THREE_MONTHS;
                case YEAR -> Calendar.YEAR;
            };
        }

        /** Shorter than a day. */
        boolean isShort() {
            return this == MINUTE || this == HOUR;
        }
    }

    /** A quarter of the day with a name. */
    enum PartOfDay {
        MORNING(5, 7),
        AFTERNOON(12, 5),
        EVENING(17, 4),
        NIGHT(21, 8);

        private final int firstHour;
        private final int hours;

        PartOfDay(int firstHour, int hours) {
            this.firstHour = firstHour;
            this.hours = hours;
        }

        /** This part of the day that {@code day} begins with; a night ends on the next day. */
        Span of(Span day) {
            LocalDate date = day.start().toLocalDate();
            ZonedDateTime start = date.atTime(firstHour, 0).atZone(day.start().getZone());
            ZonedDateTime end = date.atStartOfDay()
                    .plusHours(firstHour + hours)
                    .atZone(day.start().getZone());
            return new Span(start, end, day.cycle());
        }
    }

    /** A season, from the first day of its first month on. */
    enum Season {
        SPRING(Month.MARCH),
        SUMMER(Month.JUNE),
        AUTUMN(Month.SEPTEMBER),
        WINTER(Month.DECEMBER);

        private final Month first;

        Season(Month first) {
            this.first = first;
        }
    }

    ZonedDateTime now() {
        return now;
    }

    Span today() {
        return day(0);
    }

    /** The day so many days from today. */
    Span day(int fromToday) {
        return Span.only(start(today.plusDays(fromToday)), DAY);
    }

    Span date(LocalDate date) {
        return Span.only(start(date), DAY);
    }

    Span weekday(DayOfWeek day) {
        return Span.recurring(start(today.with(TemporalAdjusters.previousOrSame(day))), DAY, WEEK);
    }

    /** The weekend that began last. */
    Span weekend() {
        LocalDate saturday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.SATURDAY));
        return Span.recurring(start(saturday), Period.ofDays(2), WEEK);
    }

    Span month(Month month) {
        return yearly(LocalDate.of(today.getYear(), month, 1), MONTH);
    }

    Span month(int year, Month month) {
        return Span.only(start(LocalDate.of(year, month, 1)), MONTH);
    }

    /** @param quarter 1 to 4 */
    Span quarter(int quarter) {
        return yearly(LocalDate.of(today.getYear(), 3 * quarter - 2, 1), THREE_MONTHS);
    }

    Span season(Season season) {
        return yearly(LocalDate.of(today.getYear(), season.first, 1), THREE_MONTHS);
    }

    /**
     * The day of a month in the year in which it was last.
     *
     * @throws java.time.DateTimeException when the month never has such a day
     */
    Span dayOf(Month month, int day) {
        MonthDay date = MonthDay.of(month, day);
        int year = today.getYear();
        while (!date.isValidYear(year) || date.atYear(year).isAfter(today)) {
            year--;
        }
        return Span.recurring(start(date.atYear(year)), DAY, YEAR);
    }

    Span year(int year) {
        return Span.only(start(LocalDate.of(year, 1, 1)), YEAR);
    }

    /** The calendar's minute, hour, day, week, month, quarter or year that runs now. */
    Span current(Unit unit) {
        ZonedDateTime start =
                switch (unit) {
                    case MINUTE -> now.truncatedTo(ChronoUnit.MINUTES);
                    case HOUR -> now.truncatedTo(ChronoUnit.HOURS);
                    case DAY -> start(today);
                    case WEEK -> start(today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
                    case MONTH -> start(today.withDayOfMonth(1));
                    case QUARTER ->
                        start(today.with(today.getMonth().firstMonthOfQuarter()).withDayOfMonth(1));
                    case YEAR -> start(today.withDayOfYear(1));
                };
        return Span.recurring(start, unit.length(), unit.length());
    }

    /**
     * The unit so many units ago: the calendar's one, so that {@code 2 weeks ago} is a week from Monday to Sunday; of
     * hours and minutes the one around that moment.
     */
    Span ago(int count, Unit unit) {
        if (unit.isShort()) {
            ZonedDateTime moment = back(count, unit);
            Duration half = Duration.from(unit.length()).dividedBy(2);
            return Span.only(moment.minus(half), moment.plus(half));
        }
        ZonedDateTime start = back(current(unit).start(), count, unit);
        return Span.only(start, unit.length());
    }

    /** The last so many units until now; of days and longer from the beginning of the first day on. */
    Span last(int count, Unit unit) {
        ZonedDateTime start = back(count, unit);
        return Span.only(unit.isShort() ? start : start(start.toLocalDate()), now);
    }

    /** The moment so many units ago. */
    ZonedDateTime back(int count, Unit unit) {
        return back(now, count, unit);
    }

    /** The time of a day, exact to the hour or the minute as it was given. */
    Span clock(Span day, LocalTime time, Unit precision) {
        ZonedDateTime start =
                day.start().toLocalDate().atTime(time).atZone(day.start().getZone());
        return new Span(start, start.plus(precision.length()), day.cycle());
    }

    private static ZonedDateTime back(ZonedDateTime from, int count, Unit unit) {
        return switch (unit) {
            case MINUTE -> from.minusMinutes(count);
            case HOUR -> from.minusHours(count);
            case DAY -> from.minusDays(count);
            case WEEK -> from.minusWeeks(count);
            case MONTH -> from.minusMonths(count);
            case QUARTER -> from.minusMonths(3L * count);
            case YEAR -> from.minusYears(count);
        };
    }

    private Span yearly(LocalDate thisYears, TemporalAmount length) {
        LocalDate begun = thisYears.isAfter(today) ? thisYears.minusYears(1) : thisYears;
        return Span.recurring(start(begun), length, YEAR);
    }

    private ZonedDateTime start(LocalDate date) {
        return date.atStartOfDay(now.getZone());
    }
}
