package dev.memoryservice.server.analytics;

import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.analytics.Reports.ActivityBreakdown;
import dev.memoryservice.server.analytics.Reports.GrowthPoint;
import dev.memoryservice.server.analytics.Reports.HeatmapDay;
import dev.memoryservice.server.analytics.Reports.UsedTag;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SearchResult;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.store.sqlite.TestStores;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports over a real store with memories of known days. */
class AnalyticsTest {

    private static final Space SPACE = Space.of("alice");

    @TempDir
    private Path directory;

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private MemoryStore store;

    @BeforeEach
    void open() {
        store = TestStores.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Analytics analytics() {
        return new Analytics(store);
    }

    private ActivityAnalytics activity() {
        return new ActivityAnalytics(store);
    }

    /** Stores a memory at the beginning of a day. */
    private void putDaysAgo(int days, String content, String... tags) {
        putAt(today.minusDays(days).atStartOfDay().toInstant(ZoneOffset.UTC), content, tags);
    }

    private void putAt(Instant at, String content, String... tags) {
        store.store(SPACE, memoryAt(at, content, tags), vectorOf(content));
    }

    @Test
    void theOverviewCountsWeeksAndMonths() {
        putDaysAgo(0, "today", "a");
        putDaysAgo(5, "this week", "a");
        putDaysAgo(20, "this month", "b");
        putDaysAgo(40, "earlier", "c");

        var overview = analytics().overview(SPACE);

        assertThat(overview.totalMemories()).isEqualTo(4);
        assertThat(overview.memoriesThisWeek()).isEqualTo(2);
        assertThat(overview.memoriesThisMonth()).isEqualTo(3);
        assertThat(overview.uniqueTags()).isEqualTo(3);
        assertThat(overview.databaseSizeMb()).isPositive();
        assertThat(overview.backendType()).isEqualTo("SQLite");
    }

    @Test
    void growthAddsUp() {
        putDaysAgo(400, "long ago");
        putDaysAgo(6, "a week ago");
        putDaysAgo(1, "yesterday");
        putDaysAgo(1, "yesterday too");

        List<GrowthPoint> week = analytics().growth(SPACE, GrowthPeriod.WEEK).dataPoints();

        assertThat(week).hasSize(7);
        assertThat(week.getFirst().date()).isEqualTo(today.minusDays(6).toString());
        assertThat(week).extracting(GrowthPoint::count).containsExactly(1L, 0L, 0L, 0L, 0L, 2L, 0L);
        assertThat(week).extracting(GrowthPoint::cumulative).containsExactly(2L, 2L, 2L, 2L, 2L, 4L, 4L);
        for (GrowthPeriod period : GrowthPeriod.values()) {
            var growth = analytics().growth(SPACE, period);
            assertThat(growth.dataPoints()).hasSize(period.steps());
            assertThat(growth.dataPoints().getLast().cumulative()).isEqualTo(4);
        }
        assertThat(LocalDate.parse(analytics()
                                .growth(SPACE, GrowthPeriod.QUARTER)
                                .dataPoints()
                                .getLast()
                                .date())
                        .getDayOfWeek())
                .isEqualTo(DayOfWeek.MONDAY);
    }

    @Test
    void tagsAreComparedWithThePeriodBefore() {
        Instant now = Instant.now();
        putAt(now.minus(Duration.ofDays(1)), "1", "rising", "steady");
        putAt(now.minus(Duration.ofDays(2)), "2", "rising");
        putAt(now.minus(Duration.ofDays(3)), "3", "new");
        putAt(now.minus(Duration.ofDays(8)), "4", "rising", "steady");
        putAt(now.minus(Duration.ofDays(99)), "5", "steady", "gone");

        var usage = analytics().tags(SPACE, ReportPeriod.LAST_7_DAYS, 10);

        assertThat(usage.totalMemories()).isEqualTo(3);
        assertThat(usage.period()).isEqualTo("7d");
        assertThat(usage.tags())
                .containsExactly(
                        new UsedTag("rising", 2, 66.67, Optional.of(100.0), true),
                        new UsedTag("new", 1, 33.33, Optional.empty(), true),
                        new UsedTag("steady", 1, 33.33, Optional.of(0.0), false));
        assertThat(analytics().tags(SPACE, ReportPeriod.ALL, 1).tags())
                .containsExactly(new UsedTag("rising", 3, 60.0, Optional.empty(), false));
    }

    @Test
    void typesAddUpToEverything() {
        putDaysAgo(0, "one");
        putDaysAgo(0, "two");

        var types = analytics().types(SPACE);

        assertThat(types.totalMemories()).isEqualTo(2);
        assertThat(types.types()).containsExactly(new Reports.TypeUsage("note", 2, 100.0));
    }

    @Test
    void theHeatmapHasEachDayOnceAndQuartersOfTheBusiest() {
        putDaysAgo(9, "outside");
        for (int i = 0; i < 8; i++) {
            putDaysAgo(2, "busy " + i);
        }
        putDaysAgo(1, "quiet");
        putDaysAgo(0, "now 1");
        putDaysAgo(0, "now 2");
        putDaysAgo(0, "now 3");

        var heatmap = activity().heatmap(SPACE, 4);

        assertThat(heatmap.totalDays()).isEqualTo(4);
        assertThat(heatmap.maxCount()).isEqualTo(8);
        assertThat(heatmap.data())
                .containsExactly(
                        new HeatmapDay(today.minusDays(3).toString(), 0, 0),
                        new HeatmapDay(today.minusDays(2).toString(), 8, 4),
                        new HeatmapDay(today.minusDays(1).toString(), 1, 1),
                        new HeatmapDay(today.toString(), 3, 2));
        assertThat(activity().heatmap(Space.of("bob"), 2).data())
                .extracting(HeatmapDay::level)
                .containsOnly(0);
    }

    @Test
    void activityIsBrokenDownByEachGranularity() {
        LocalDate monday = LocalDate.parse("2026-01-05");
        putAt(Instant.parse("2026-01-05T09:10:00Z"), "monday morning");
        putAt(Instant.parse("2026-01-12T09:50:00Z"), "another monday morning");
        putAt(Instant.parse("2026-01-13T23:00:00Z"), "tuesday night");

        var daily = activity().breakdown(SPACE, Granularity.DAILY);
        assertThat(daily.breakdown()).hasSize(7);
        assertThat(daily.breakdown().getFirst()).isEqualTo(new ActivityBreakdown("monday", "Monday", 2));
        assertThat(daily.peakTimes()).containsExactly("Monday", "Tuesday");
        assertThat(daily.activeDays()).isEqualTo(3);
        assertThat(daily.totalDays()).isEqualTo(today.toEpochDay() - monday.toEpochDay() + 1);
        assertThat(daily.longestStreak()).isEqualTo(2);
        assertThat(daily.granularity()).isEqualTo("daily");

        var hourly = activity().breakdown(SPACE, Granularity.HOURLY);
        assertThat(hourly.breakdown()).hasSize(24);
        assertThat(hourly.breakdown().get(9)).isEqualTo(new ActivityBreakdown("9", "09:00", 2));
        assertThat(hourly.peakTimes()).containsExactly("09:00", "23:00");
    }

    @Test
    void weeksAndMonthsEndWithTheCurrentOne() {
        putDaysAgo(0, "now");

        for (Granularity granularity : List.of(Granularity.WEEKLY, Granularity.MONTHLY)) {
            var report = activity().breakdown(SPACE, granularity);
            assertThat(report.breakdown()).hasSize(12);
            assertThat(report.breakdown().getLast().count()).isEqualTo(1);
            assertThat(report.peakTimes())
                    .containsExactly(report.breakdown().getLast().label());
        }
    }

    @Test
    void streaksAreDaysRunning() {
        putDaysAgo(10, "long 1");
        putDaysAgo(9, "long 2");
        putDaysAgo(8, "long 3");
        putDaysAgo(2, "day before yesterday");
        putDaysAgo(1, "yesterday");

        var report = activity().breakdown(SPACE, Granularity.DAILY);

        assertThat(report.currentStreak()).isEqualTo(2);
        assertThat(report.longestStreak()).isEqualTo(3);
        putDaysAgo(0, "today");
        assertThat(activity().breakdown(SPACE, Granularity.DAILY).currentStreak())
                .isEqualTo(3);
        assertThat(activity().breakdown(Space.of("bob"), Granularity.DAILY).currentStreak())
                .isZero();
    }

    @Test
    void storageTellsTheLargest() {
        putDaysAgo(0, "x".repeat(300));
        putDaysAgo(3, "x".repeat(100));

        var storage = analytics().storage(SPACE);

        assertThat(storage.averageMemorySize()).isEqualTo(200);
        assertThat(storage.largestMemories())
                .extracting(Reports.LargeMemory::sizeBytes)
                .containsExactly(300L, 100L);
        assertThat(storage.largestMemories().getFirst().preview()).isEqualTo("x".repeat(100) + "...");
        assertThat(storage.growthTrend()).hasSize(30);
        assertThat(storage.growthTrend().get(28).memoryCount()).isEqualTo(1);
        assertThat(storage.growthTrend().getLast().memoryCount()).isEqualTo(2);
        assertThat(analytics().storage(Space.of("bob")).averageMemorySize()).isZero();
    }

    @Test
    void searchesAreCountedByTenant() {
        SearchCounts counts = new SearchCounts();
        counts.searched("alice", new SearchResult(List.of(), "q", "semantic", Duration.ofMillis(10), Optional.empty()));
        counts.searched("alice", new SearchResult(List.of(), "q", "tag", Duration.ofMillis(30), Optional.empty()));
        counts.searched("bob", new SearchResult(List.of(), "q", "tag", Duration.ofMillis(99), Optional.empty()));

        Reports.Searches alice = counts.of("alice");

        assertThat(alice.totalSearches()).isEqualTo(2);
        assertThat(alice.searchesWithoutResults()).isEqualTo(2);
        assertThat(alice.avgResponseTime()).isEqualTo(20);
        assertThat(alice.maxResponseTime()).isEqualTo(30);
        assertThat(alice.searchTypes()).containsEntry("semantic", 1L).containsEntry("tag", 1L);
        assertThat(counts.of("carol").totalSearches()).isZero();
    }
}
