package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static dev.memoryservice.server.memory.SampleMemories.withType;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.memory.Activity;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemorySize;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every backend must know about how much was stored when. */
public abstract class FiguresContract extends StoreContract {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Space WORK = new Space("alice", "work");
    private static final Space ALL = new Space("alice", Space.ALL_STORES);

    @Test
    void activityIsCountedByTheHour() {
        put(memoryAt(NOON, "four"));
        put(memoryAt(NOON.plusSeconds(3_599), "żółw"));
        put(memoryAt(NOON.plusSeconds(3_600), "another hour"));
        put(WORK, memoryAt(NOON.plusSeconds(60), "elsewhere"));
        put(Space.of("bob"), memoryAt(NOON, "not alice's"));

        // ż, ó and ł have two bytes each.
        assertThat(store().activity(SPACE))
                .containsExactly(
                        new Activity(NOON, 2, 4 + 7),
                        new Activity(NOON.plusSeconds(3_600), 1, "another hour".length()));
        assertThat(store().activity(ALL).getFirst()).isEqualTo(new Activity(NOON, 3, 4 + 7 + "elsewhere".length()));
        assertThat(store().activity(new Space("nobody", "default"))).isEmpty();
    }

    @Test
    void whatIsDeletedIsNoActivity() {
        put(memoryAt(NOON, "kept"));
        put(memoryAt(NOON, "deleted"));
        put(memoryAt(NOON.plusSeconds(7_200), "deleted as well"));

        store().delete(SPACE, hashOf("deleted"));
        store().delete(SPACE, hashOf("deleted as well"));

        assertThat(store().activity(SPACE)).containsExactly(new Activity(NOON, 1, 4));
        put(memoryAt(NOON.plusSeconds(7_200), "deleted"));
        reopen();
        assertThat(store().activity(SPACE))
                .containsExactly(new Activity(NOON, 1, 4), new Activity(NOON.plusSeconds(7_200), 1, 7));
    }

    @Test
    void activityBefore1970IsInItsHour() {
        put(memoryAt(Instant.EPOCH.minusSeconds(1), "before"));
        put(memoryAt(Instant.EPOCH, "after"));

        assertThat(store().activity(SPACE))
                .extracting(Activity::hour)
                .containsExactly(Instant.EPOCH.minus(Duration.ofHours(1)), Instant.EPOCH);
    }

    /** Totals of a time come from the hours' counts; they must be those of the rows. */
    @Test
    void theTotalOfAnyTimeIsExact() {
        Random random = new Random(11);
        List<Instant> stored = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            Instant at = NOON.plus(Duration.ofMinutes(10L * random.nextInt(60)));
            put(i % 3 == 0 ? WORK : SPACE, memoryAt(at, "memory " + i));
            stored.add(at);
        }
        store().delete(SPACE, hashOf("memory 1"));
        stored.remove(1);
        for (int i = 0; i < 200; i++) {
            Instant from = NOON.plus(Duration.ofMinutes(5L * random.nextInt(130) - 20));
            Instant until = from.plus(Duration.ofMinutes(5L * random.nextInt(60)));
            for (TimeRange range :
                    List.of(TimeRange.between(from, until), TimeRange.since(from), TimeRange.before(until))) {
                long meant = stored.stream()
                        .filter(at ->
                                range.from().map(start -> !at.isBefore(start)).orElse(true)
                                        && range.until().map(at::isBefore).orElse(true))
                        .count();
                assertThat(store().list(ALL, MemoryFilter.NONE.within(range), 1, 1)
                                .total())
                        .as("%s", range)
                        .isEqualTo(meant);
            }
        }
    }

    @Test
    void tagsAreCountedWithinATime() {
        put(memoryAt(NOON, "one", "a", "b"));
        put(memoryAt(NOON.plusSeconds(10), "two", "a"));
        put(memoryAt(NOON.plusSeconds(20), "three", "c"));
        put(WORK, memoryAt(NOON.plusSeconds(10), "four", "c"));
        TimeRange early = TimeRange.before(NOON.plusSeconds(20));

        assertThat(store().tags(SPACE, early, 10).entrySet()).containsExactly(Map.entry("a", 2L), Map.entry("b", 1L));
        assertThat(store().tags(SPACE, TimeRange.since(NOON.plusSeconds(10)), 10))
                .isEqualTo(Map.of("a", 1L, "c", 1L));
        assertThat(store().tags(ALL, TimeRange.ALWAYS, 2).entrySet())
                .containsExactly(Map.entry("a", 2L), Map.entry("c", 2L));
        assertThat(store().tags(Space.of("bob"), TimeRange.ALWAYS, 10)).isEmpty();
    }

    @Test
    void typesAreCountedWithTheMostUsedFirst() {
        put(withType(memoryAt(NOON, "one"), "fact"));
        put(withType(memoryAt(NOON, "two"), "task"));
        put(withType(memoryAt(NOON, "three"), "task"));
        put(WORK, withType(memoryAt(NOON, "four"), "fact"));
        put(WORK, withType(memoryAt(NOON, "five"), "fact"));

        assertThat(store().types(SPACE).entrySet()).containsExactly(Map.entry("task", 2L), Map.entry("fact", 1L));
        assertThat(store().types(ALL).entrySet()).containsExactly(Map.entry("fact", 3L), Map.entry("task", 2L));
        store().delete(SPACE, hashOf("one"));
        assertThat(store().types(SPACE)).isEqualTo(Map.of("task", 2L));
        assertThat(store().types(Space.of("bob"))).isEmpty();
    }

    @Test
    void theLargestComeFirst() {
        put(memoryAt(NOON, "xx"));
        put(memoryAt(NOON, "ü".repeat(5)));
        put(memoryAt(NOON, "x".repeat(9)));
        put(WORK, memoryAt(NOON, "x".repeat(20)));
        put(memoryAt(NOON, "x".repeat(30)));
        store().delete(SPACE, hashOf("x".repeat(30)));

        assertThat(store().largest(SPACE, 2)).extracting(MemorySize::bytes).containsExactly(10L, 9L);
        assertThat(store().largest(ALL, 1))
                .singleElement()
                .satisfies(largest -> assertThat(largest.memory().content()).isEqualTo("x".repeat(20)));
        assertThat(store().largest(Space.of("bob"), 10)).isEmpty();
    }
}
