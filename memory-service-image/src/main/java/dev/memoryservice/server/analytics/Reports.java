package dev.memoryservice.server.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shapes of the reports. Percentages are 0 to 100; dates are those of UTC. */
public final class Reports {

    private static final double MEBIBYTE = 1024.0 * 1024.0;
    private static final double HUNDREDTHS = 100.0;

    private Reports() {}

    /**
     * The figures that matter most.
     *
     * @param memoriesThisWeek stored in the last seven days
     * @param memoriesThisMonth stored in the last thirty days
     * @param databaseSizeMb of everything stored, all tenants together
     */
    @Schema(name = "AnalyticsOverview")
    @JsonNaming(SnakeCaseStrategy.class)
    public record Overview(
            long totalMemories,
            long memoriesThisWeek,
            long memoriesThisMonth,
            long uniqueTags,
            double databaseSizeMb,
            double uptimeSeconds,
            String backendType) {}

    /**
     * One step of the growth.
     *
     * @param date the first day of the step
     * @param count stored in it and still there
     * @param cumulative stored until its end and still there
     */
    @Schema(name = "MemoryGrowthPoint")
    @JsonNaming(SnakeCaseStrategy.class)
    public record GrowthPoint(String date, String label, long count, long cumulative) {}

    /** How many memories there were when. */
    @Schema(name = "MemoryGrowth")
    @JsonNaming(SnakeCaseStrategy.class)
    public record MemoryGrowth(List<GrowthPoint> dataPoints, String period) {}

    /**
     * How much a tag is used.
     *
     * @param percentage of the memories of the period
     * @param growthRate the change against the period before, in percent; null when there is nothing to compare with
     * @param trending new in this period, or grown by half
     */
    @Schema(name = "TagUsageEntry")
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record UsedTag(
            String tag,
            long count,
            double percentage,
            @Schema(nullable = true) Optional<Double> growthRate,
            boolean trending) {}

    /** The most used tags of a period. */
    @Schema(name = "TagUsage")
    @JsonNaming(SnakeCaseStrategy.class)
    public record TagUsage(List<UsedTag> tags, long totalMemories, String period) {}

    /** How many memories are of a type. */
    @Schema(name = "MemoryTypeUsage")
    @JsonNaming(SnakeCaseStrategy.class)
    public record TypeUsage(String memoryType, long count, double percentage) {}

    /** The types in use. */
    @Schema(name = "MemoryTypes")
    @JsonNaming(SnakeCaseStrategy.class)
    public record MemoryTypes(List<TypeUsage> types, long totalMemories) {}

    /**
     * How much was stored on a day.
     *
     * @param level 0 for nothing, else 1 to 4, a quarter of the busiest day each
     */
    @Schema(name = "ActivityHeatmapDay")
    @JsonNaming(SnakeCaseStrategy.class)
    public record HeatmapDay(String date, long count, int level) {}

    /** How much was stored on each of the last days. */
    @Schema(name = "ActivityHeatmap")
    @JsonNaming(SnakeCaseStrategy.class)
    public record Heatmap(List<HeatmapDay> data, int totalDays, long maxCount) {}

    /** How much was stored in one part of the day, the week or the year. */
    @Schema(name = "ActivityBreakdown")
    @JsonNaming(SnakeCaseStrategy.class)
    public record ActivityBreakdown(String period, String label, long count) {}

    /**
     * When memories are stored.
     *
     * @param peakTimes the labels of the three busiest parts
     * @param activeDays the days on which something was stored
     * @param totalDays the days since the first of them
     * @param currentStreak the days running until today or yesterday
     */
    @Schema(name = "ActivityReport")
    @JsonNaming(SnakeCaseStrategy.class)
    public record ActivityReport(
            List<ActivityBreakdown> breakdown,
            List<String> peakTimes,
            int activeDays,
            long totalDays,
            int currentStreak,
            int longestStreak,
            String granularity) {}

    /** A memory that takes up much space. */
    @Schema(name = "LargeMemory")
    @JsonNaming(SnakeCaseStrategy.class)
    public record LargeMemory(
            String contentHash, long sizeBytes, double sizeMb, String preview, String createdAt, List<String> tags) {}

    /**
     * How much there was on a day.
     *
     * @param totalSizeMb of the contents stored until the end of the day
     */
    @Schema(name = "StorageTrendPoint")
    @JsonNaming(SnakeCaseStrategy.class)
    public record SizePoint(String date, double totalSizeMb, long memoryCount) {}

    /**
     * What takes up the space.
     *
     * @param totalSizeMb of everything stored, indexes and all tenants together
     * @param contentSizeMb of the contents of these memories
     * @param averageMemorySize of a content, in bytes
     */
    @Schema(name = "StorageStats")
    @JsonNaming(SnakeCaseStrategy.class)
    public record StorageStats(
            double totalSizeMb,
            double contentSizeMb,
            double averageMemorySize,
            List<LargeMemory> largestMemories,
            List<SizePoint> growthTrend) {}

    /**
     * The searches of a tenant.
     *
     * @param searchesWithoutResults those that found nothing
     * @param avgResponseTime of a search without the way to the client, in milliseconds
     * @param maxResponseTime of the slowest one, in milliseconds
     * @param searchTypes how many of each type
     * @param since when counting began
     */
    @Schema(name = "SearchAnalytics")
    @JsonNaming(SnakeCaseStrategy.class)
    public record Searches(
            long totalSearches,
            long searchesWithoutResults,
            double avgResponseTime,
            double maxResponseTime,
            Map<String, Long> searchTypes,
            String since) {}

    static double megabytes(long bytes) {
        return Math.round(bytes / MEBIBYTE * HUNDREDTHS) / HUNDREDTHS;
    }

    /** How many percent {@code part} is of {@code whole}, to the hundredth. */
    static double percent(long part, long whole) {
        return whole == 0 ? 0 : Math.round(HUNDREDTHS * HUNDREDTHS * part / whole) / HUNDREDTHS;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
