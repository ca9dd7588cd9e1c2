package dev.memoryservice.server.benchmark;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
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

/** One search: the question's vector, both halves, ten hits with their rows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SearchBenchmark {

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

    /** A question of ten words. */
    @Benchmark
    public List<SearchHit> search(ProcessorTime processor) {
        processor.operation();
        String question = filled.text(10);
        float[] vector = filled.embedder().embed(question);
        return filled.store().search(SPACE, new SearchQuery(question, vector, 10, MemoryFilter.NONE));
    }

    /** The same without making the question's vector. */
    @Benchmark
    public List<SearchHit> searchWithVectorAtHand(ProcessorTime processor, Vector vector) {
        processor.operation();
        return filled.store().search(SPACE, new SearchQuery(filled.text(10), vector.value, 10, MemoryFilter.NONE));
    }

    /** A vector that is the same for every search. */
    @State(Scope.Benchmark)
    public static class Vector {

        private float[] value = new float[0];

        /** Makes the vector. */
        @Setup
        public void embed(SearchBenchmark benchmark) {
            value = benchmark.filled.embedder().embed("which day do we deploy");
        }
    }
}
