package dev.memoryservice.server.analytics;

import dev.memoryservice.server.analytics.Reports.ActivityBreakdown;
import dev.memoryservice.server.analytics.Reports.ActivityReport;
import dev.memoryservice.server.analytics.Reports.Heatmap;
import dev.memoryservice.server.analytics.Reports.HeatmapDay;
import dev.memoryservice.server.memory.Activity;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Space;
import jakarta.inject.Singleton;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** When memories were stored: by day, by hour of the day, by day of the week. Days and hours are those of UTC. */
@Singleton
public final class ActivityAnalytics {

    private static final int HIGHEST_LEVEL = 4;
    private static final int PEAKS = 3;
    private static final int LAST = 12;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);

    private final MemoryStore store;

    ActivityAnalytics(MemoryStore store) {
        this.store = store;
    }

    /**
     * Each of the last days with what was stored on it.
     *
     * @param days how many days, today included
     */
    public Heatmap heatmap(Space space, int days) {
        DailyActivity activity = new DailyActivity(store.activity(space));
        LocalDate today = DailyActivity.dayOf(Instant.now());
        List<LocalDate> dates = IntStream.range(0, days)
                .mapToObj(i -> today.minusDays(days - 1L - i))
                .toList();
        ToLongFunction<LocalDate> count =
                date -> activity.between(date, date.plusDays(1)).memories();
        long highest = dates.stream().mapToLong(count).max().orElse(0);
        return new Heatmap(
                dates.stream()
                        .map(date -> day(date, count.applyAsLong(date), highest))
                        .toList(),
                days,
                highest);
    }

    /** The levels are quarters of the busiest day; only an empty day is 0. */
    private static HeatmapDay day(LocalDate date, long count, long highest) {
        return new HeatmapDay(
                date.toString(), count, highest == 0 ? 0 : (int) Math.ceilDiv(count * HIGHEST_LEVEL, highest));
    }

    /** What was stored by hour of the day, day of the week, week or month; and on how many days running. */
    public ActivityReport breakdown(Space space, Granularity granularity) {
        List<Activity> hours = store.activity(space);
        DailyActivity days = new DailyActivity(hours);
        LocalDate today = DailyActivity.dayOf(Instant.now());
        List<ActivityBreakdown> breakdown =
                switch (granularity) {
                    case HOURLY -> byHour(hours);
                    case DAILY -> byWeekday(hours);
                    case WEEKLY -> byWeek(days, today);
                    case MONTHLY -> byMonth(days, today);
                };
        List<LocalDate> active = days.active();
        return new ActivityReport(
                breakdown,
                breakdown.stream()
                        .filter(part -> part.count() > 0)
                        .sorted(Comparator.comparingLong(ActivityBreakdown::count)
                                .reversed())
                        .limit(PEAKS)
                        .map(ActivityBreakdown::label)
                        .toList(),
                active.size(),
                active.isEmpty() ? 0 : ChronoUnit.DAYS.between(active.getFirst(), today) + 1,
                currentStreak(active, today),
                longestStreak(active),
                Reports.word(granularity));
    }

    private static List<ActivityBreakdown> byHour(List<Activity> hours) {
        long[] counts = new long[24];
        hours.forEach(hour -> counts[hour.hour().atOffset(ZoneOffset.UTC).getHour()] += hour.memories());
        return IntStream.range(0, counts.length)
                .mapToObj(i -> new ActivityBreakdown(Integer.toString(i), "%02d:00".formatted(i), counts[i]))
                .toList();
    }

    private static List<ActivityBreakdown> byWeekday(List<Activity> hours) {
        Map<DayOfWeek, Long> counts = new EnumMap<>(DayOfWeek.class);
        hours.forEach(
                hour -> counts.merge(DailyActivity.dayOf(hour.hour()).getDayOfWeek(), hour.memories(), Long::sum));
        return Arrays.stream(DayOfWeek.values())
                .map(day -> new ActivityBreakdown(
                        day.name().toLowerCase(Locale.ROOT),
                        day.getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                        counts.getOrDefault(day, 0L)))
                .toList();
    }

    private static List<ActivityBreakdown> byWeek(DailyActivity days, LocalDate today) {
        LocalDate current = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return IntStream.range(0, LAST)
                .mapToObj(i -> current.minusWeeks(LAST - 1L - i))
                .map(week -> new ActivityBreakdown(
                        week.toString(),
                        "Week of " + week,
                        days.between(week, week.plusWeeks(1)).memories()))
                .toList();
    }

    private static List<ActivityBreakdown> byMonth(DailyActivity days, LocalDate today) {
        LocalDate current = today.withDayOfMonth(1);
        return IntStream.range(0, LAST)
                .mapToObj(i -> current.minusMonths(LAST - 1L - i))
                .map(month -> new ActivityBreakdown(
                        month.toString().substring(0, "2025-01".length()),
                        MONTH.format(month),
                        days.between(month, month.plusMonths(1)).memories()))
                .toList();
    }

    /** The days running until today, or until yesterday while today has nothing yet. */
    private static int currentStreak(List<LocalDate> active, LocalDate today) {
        LocalDate day = active.contains(today) ? today : today.minusDays(1);
        int streak = 0;
        for (int i = active.size() - 1; i >= 0 && !active.get(i).isBefore(day); i--) {
            if (active.get(i).equals(day)) {
                streak++;
                day = day.minusDays(1);
            }
        }
        return streak;
    }

    private static int longestStreak(List<LocalDate> active) {
        int longest = 0;
        int streak = 0;
        for (int i = 0; i < active.size(); i++) {
            streak = i > 0 && active.get(i - 1).plusDays(1).equals(active.get(i)) ? streak + 1 : 1;
            longest = Math.max(longest, streak);
        }
        return longest;
    }
}
