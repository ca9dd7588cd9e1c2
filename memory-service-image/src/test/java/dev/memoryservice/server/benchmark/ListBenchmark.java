package dev.memoryservice.server.benchmark;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryPage;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreStatistics;
import java.io.IOException;
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

/** One page of ten memories with its total, and the statistics. */
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

    /** Fills the store. */
    @Setup
    public void fill() throws IOException {
        filled = new FilledStore();
        filled.fill(SPACE, memories);
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

    /** The figures that the status shows. */
    @Benchmark
    public StoreStatistics statistics(ProcessorTime processor) {
        processor.operation();
        return filled.store().statistics(SPACE);
    }
}
