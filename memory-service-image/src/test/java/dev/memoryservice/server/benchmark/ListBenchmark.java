package dev.memoryservice.server.benchmark;

import dev.memoryservice.server.memory.Activity;
import dev.memoryservice.server.memory.Cursor;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryPage;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreStatistics;
import dev.memoryservice.server.memory.TagExpression;
import dev.memoryservice.server.memory.TagExpressionException;
import dev.memoryservice.server.time.TimeRange;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Pages of ten memories with their totals, and the figures. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ListBenchmark {

    private static final Space SPACE = Space.of("alice");

    @Param({"100", "10000", "100000"})
    private int memories;

    private FilledStore filled;
    private Cursor middle;
    private MemoryFilter condition;
    private MemoryFilter halfOfTheTime;

    /** Fills the store, in which one memory in fifty has a tag and a second has one memory. */
    @Setup
    public void fill() throws IOException, TagExpressionException {
        filled = new FilledStore();
        filled.fill(SPACE, memories);
        Instant half = SampleMemories.START.plusSeconds(memories / 2);
        middle = new Cursor(half, Long.MAX_VALUE);
        condition = MemoryFilter.NONE.withTags(TagExpression.parse("(tag-7 OR tag-8) AND NOT tag-9"));
        halfOfTheTime = MemoryFilter.NONE.within(TimeRange.before(half));
    }

    /** Removes the store. */
    @TearDown
    public void close() throws IOException {
        filled.close();
    }

    /** The first page of everything. */
    @Benchmark
    public MemoryPage newest(ProcessorTime processor) {
        processor.operation();
        return filled.store().list(SPACE, MemoryFilter.NONE, 1, 10);
    }

    /** The first page of one memory in fifty, by tag. */
    @Benchmark
    public MemoryPage newestWithTag(ProcessorTime processor) {
        processor.operation();
        return filled.store().list(SPACE, MemoryFilter.byTags(List.of("tag-7"), MemoryFilter.TagMatch.ANY), 1, 10);
    }

    /** A page in the middle of everything, by its number. */
    @Benchmark
    public MemoryPage middleByNumber(ProcessorTime processor) {
        processor.operation();
        return filled.store().list(SPACE, MemoryFilter.NONE, memories / 20, 10);
    }

    /** The same page, by a cursor. */
    @Benchmark
    public MemoryPage middleByCursor(ProcessorTime processor) {
        processor.operation();
        return filled.store().listAfter(SPACE, MemoryFilter.NONE, middle, 10);
    }

    /** The first page of one memory in twenty-five, by a condition on the tags; its total is counted. */
    @Benchmark
    public MemoryPage newestByCondition(ProcessorTime processor) {
        processor.operation();
        return filled.store().list(SPACE, condition, 1, 10);
    }

    /** The first page of the older half. */
    @Benchmark
    public MemoryPage newestOfATime(ProcessorTime processor) {
        processor.operation();
        return filled.store().list(SPACE, halfOfTheTime, 1, 10);
    }

    /** How much was stored in each hour. */
    @Benchmark
    public List<Activity> activity(ProcessorTime processor) {
        processor.operation();
        return filled.store().activity(SPACE);
    }

    /** The figures that the status shows. */
    @Benchmark
    public StoreStatistics statistics(ProcessorTime processor) {
        processor.operation();
        return filled.store().statistics(SPACE);
    }
}
