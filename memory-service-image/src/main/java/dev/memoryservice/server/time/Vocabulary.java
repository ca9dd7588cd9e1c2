package dev.memoryservice.server.time;

import dev.memoryservice.server.time.Calendar.PartOfDay;
import dev.memoryservice.server.time.Calendar.Season;
import dev.memoryservice.server.time.Calendar.Unit;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the words of the calendar mean. */
final class Vocabulary {

    static final Map<String, Unit> UNITS = Map.ofEntries(
            Map.entry("minute", Unit.MINUTE),
            Map.entry("minutes", Unit.MINUTE),
            Map.entry("min", Unit.MINUTE),
            Map.entry("mins", Unit.MINUTE),
            Map.entry("hour", Unit.HOUR),
            Map.entry("hours", Unit.HOUR),
            Map.entry("h", Unit.HOUR),
            Map.entry("day", Unit.DAY),
            Map.entry("days", Unit.DAY),
            Map.entry("d", Unit.DAY),
            Map.entry("week", Unit.WEEK),
            Map.entry("weeks", Unit.WEEK),
            Map.entry("w", Unit.WEEK),
            Map.entry("month", Unit.MONTH),
            Map.entry("months", Unit.MONTH),
            Map.entry("quarter", Unit.QUARTER),
            Map.entry("quarters", Unit.QUARTER),
            Map.entry("year", Unit.YEAR),
            Map.entry("years", Unit.YEAR));

    static final Map<String, PartOfDay> PARTS_OF_DAY = Map.of(
            "morning", PartOfDay.MORNING,
            "afternoon", PartOfDay.AFTERNOON,
            "evening", PartOfDay.EVENING,
            "night", PartOfDay.NIGHT);

    static final Map<String, Season> SEASONS = Map.of(
            "spring", Season.SPRING,
            "summer", Season.SUMMER,
            "autumn", Season.AUTUMN,
            "fall", Season.AUTUMN,
            "winter", Season.WINTER);

    static final Map<String, DayOfWeek> WEEKDAYS = weekdays();

    static final Map<String, Month> MONTHS = months();

    static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("a", 1),
            Map.entry("an", 1),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("couple", 2),
            Map.entry("three", 3),
            Map.entry("few", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12));

    static final Map<String, Integer> QUARTERS =
            Map.of("q1", 1, "q2", 2, "q3", 3, "q4", 4, "first", 1, "second", 2, "third", 3, "fourth", 4);

    private Vocabulary() {}

    private static Map<String, DayOfWeek> weekdays() {
        Map<String, DayOfWeek> weekdays = new HashMap<>(Map.of(
                "tues", DayOfWeek.TUESDAY,
                "weds", DayOfWeek.WEDNESDAY,
                "thur", DayOfWeek.THURSDAY,
                "thurs", DayOfWeek.THURSDAY));
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT);
            weekdays.put(name, day);
            weekdays.put(name.substring(0, 3), day);
        }
        return Map.copyOf(weekdays);
    }

    private static Map<String, Month> months() {
        Map<String, Month> months = new HashMap<>(Map.of("sept", Month.SEPTEMBER));
        for (Month month : Month.values()) {
            String name = month.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT);
            months.put(name, month);
            months.put(name.substring(0, 3), month);
        }
        return Map.copyOf(months);
    }
}
