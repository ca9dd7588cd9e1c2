package dev.memoryservice.server.analytics;

import dev.memoryservice.server.analytics.DailyActivity.Stored;
import dev.memoryservice.server.analytics.Reports.GrowthPoint;
import dev.memoryservice.server.analytics.Reports.LargeMemory;
import dev.memoryservice.server.analytics.Reports.MemoryGrowth;
import dev.memoryservice.server.analytics.Reports.MemoryTypes;
import dev.memoryservice.server.analytics.Reports.Overview;
import dev.memoryservice.server.analytics.Reports.SizePoint;
import dev.memoryservice.server.analytics.Reports.StorageStats;
import dev.memoryservice.server.analytics.Reports.TagUsage;
import dev.memoryservice.server.analytics.Reports.TypeUsage;
import dev.memoryservice.server.analytics.Reports.UsedTag;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemorySize;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreStatistics;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Figures about the memories of a space. They come from counts that the store maintains, so that they cost as much as
 * there are tags, types and hours of activity, not memories.
 */
@Singleton
public final class Analytics {

    private static final int MOST_LARGE = 10;
    private static final int MOST_TAGS = 1_000;
    private static final int PREVIEW = 100;

    private final MemoryStore store;

    Analytics(MemoryStore store) {
        this.store = store;
    }

    /** The figures that matter most. */
    public Overview overview(Space space) {
        StoreStatistics statistics = store.statistics(space);
        LocalDate today = today();
        return new Overview(
                statistics.memories(),
                statistics.memoriesThisWeek(),
                activity(space).between(today.minusDays(29), today.plusDays(1)).memories(),
                statistics.uniqueTags(),
                Reports.megabytes(store.sizeBytes()),
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
                store.backend());
    }

    /** How many memories were stored in each step of a period, and how many there were at its end. */
    public MemoryGrowth growth(Space space, GrowthPeriod period) {
        DailyActivity activity = activity(space);
        LocalDate today = today();
        List<GrowthPoint> points = IntStream.range(0, period.steps())
                .mapToObj(step -> {
                    LocalDate start = period.start(step, today);
                    LocalDate end = period.start(step + 1, today);
                    return new GrowthPoint(
                            start.toString(),
                            period.label(start),
                            activity.between(start, end).memories(),
                            activity.before(end).memories());
                })
                .toList();
        return new MemoryGrowth(points, Reports.word(period));
    }

    /**
     * The most used tags of a period, with their change against the period before.
     *
     * @param most the most to return, 1 to 1000
     */
    public TagUsage tags(Space space, ReportPeriod period, int most) {
        Instant now = Instant.now();
        long memories = store.list(space, MemoryFilter.NONE.within(period.range(now)), 1, 1)
                .total();
        Optional<Map<String, Long>> before = period.before(now).map(range -> store.tags(space, range, MOST_TAGS));
        List<UsedTag> tags = store.tags(space, period.range(now), most).entrySet().stream()
                .map(tag -> {
                    Optional<Double> growth = before.map(counts -> counts.get(tag.getKey()))
                            .map(earlier -> Reports.percent(tag.getValue() - earlier, earlier));
                    boolean isNew = before.isPresent() && growth.isEmpty();
                    return new UsedTag(
                            tag.getKey(),
                            tag.getValue(),
                            Reports.percent(tag.getValue(), memories),
                            growth,
                            isNew || growth.filter(percent -> percent >= 50).isPresent());
                })
                .toList();
        return new TagUsage(tags, memories, period.word());
    }

    /** The memory types in use. */
    public MemoryTypes types(Space space) {
        Map<String, Long> counts = store.types(space);
        long memories = counts.values().stream().mapToLong(Long::longValue).sum();
        return new MemoryTypes(
                counts.entrySet().stream()
                        .map(type -> new TypeUsage(
                                type.getKey(), type.getValue(), Reports.percent(type.getValue(), memories)))
                        .toList(),
                memories);
    }

    /** What takes up the space. */
    public StorageStats storage(Space space) {
        DailyActivity activity = activity(space);
        Stored all = activity.all();
        LocalDate today = today();
        List<SizePoint> trend = IntStream.range(0, GrowthPeriod.MONTH.steps())
                .mapToObj(step -> {
                    Stored until = activity.before(GrowthPeriod.MONTH.start(step + 1, today));
                    return new SizePoint(
                            GrowthPeriod.MONTH.start(step, today).toString(),
                            Reports.megabytes(until.bytes()),
                            until.memories());
                })
                .toList();
        return new StorageStats(
                Reports.megabytes(store.sizeBytes()),
                Reports.megabytes(all.bytes()),
                all.memories() == 0 ? 0 : (double) all.bytes() / all.memories(),
                store.largest(space, MOST_LARGE).stream().map(Analytics::view).toList(),
                trend);
    }

    private static LargeMemory view(MemorySize large) {
        String content = large.memory().content();
        return new LargeMemory(
                large.memory().contentHash(),
                large.bytes(),
                Reports.megabytes(large.bytes()),
                content.codePointCount(0, content.length()) <= PREVIEW
                        ? content
                        : content.substring(0, content.offsetByCodePoints(0, PREVIEW)) + "...",
                large.memory().createdAt().toString(),
                large.memory().tags());
    }

    private DailyActivity activity(Space space) {
        return new DailyActivity(store.activity(space));
    }

    private static LocalDate today() {
        return DailyActivity.dayOf(Instant.now());
    }
}
