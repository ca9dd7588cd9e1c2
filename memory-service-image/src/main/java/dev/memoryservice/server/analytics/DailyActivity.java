package dev.memoryservice.server.analytics;

import dev.memoryservice.server.memory.Activity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many memories of how many bytes were stored on which day. */
final class DailyActivity {

    /** What was stored on a day. */
    record Stored(long memories, long bytes) {

        static final Stored NOTHING = new Stored(0, 0);

        Stored plus(Stored other) {
            return new Stored(memories + other.memories, bytes + other.bytes);
        }
    }

    private final SortedMap<LocalDate, Stored> days = new TreeMap<>();

    DailyActivity(List<Activity> hours) {
        hours.forEach(hour -> days.merge(dayOf(hour.hour()), new Stored(hour.memories(), hour.bytes()), Stored::plus));
    }

    /** The day of a moment. */
    static LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    /** The days on which something was stored, in order. */
    List<LocalDate> active() {
        return List.copyOf(days.keySet());
    }

    /** What was stored from {@code first} up to but without {@code end}. */
    Stored between(LocalDate first, LocalDate end) {
        return first.isBefore(end) ? sum(days.subMap(first, end)) : Stored.NOTHING;
    }

    /** Everything that was stored before {@code end}. */
    Stored before(LocalDate end) {
        return sum(days.headMap(end));
    }

    Stored all() {
        return sum(days);
    }

    private static Stored sum(SortedMap<LocalDate, Stored> days) {
        return days.values().stream().reduce(Stored.NOTHING, Stored::plus);
    }
}
