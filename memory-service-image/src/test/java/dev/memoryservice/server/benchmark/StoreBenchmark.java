package dev.memoryservice.server.benchmark;

import dev.memoryservice.server.memory.Candidate;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.NeighbourRules;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One store by one client: the vector, the look for near duplicates and contradictions, and a commit of its own, the
 * worst case of group commit. The time of an operation includes waiting for the disk; its processor time does not.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10, batchSize = StoreBenchmark.STORES)
@Measurement(iterations = 10, batchSize = StoreBenchmark.STORES)
@Fork(1)
public class StoreBenchmark {

    /** How many memories one iteration stores; the time shown is that of all of them, {@code :cpu} is of one. */
    static final int STORES = 100;

    private static final int SMALL = 1_000;

    @Param({"100", "10000", "100000"})
    private int memories;

    private FilledStore filled;
    private Space space = Space.of("tenant-0");
    private int tenants;

    /** Fills the store. */
    @Setup
    public void fill() throws IOException {
        filled = new FilledStore();
        filled.fill(space, memories);
    }

    /** A small store would grow by its own benchmark, so each iteration gets a tenant of the right size. */
    @Setup(Level.Iteration)
    public void startAgain() {
        if (memories < SMALL) {
            tenants++;
            space = Space.of("tenant-" + tenants);
            filled.fill(space, memories);
        }
    }

    /** Removes the store. */
    @TearDown
    public void close() throws IOException {
        filled.close();
    }

    /** A memory of thirty words. */
    @Benchmark
    public StoreOutcome store(ProcessorTime processor) {
        processor.operation();
        Memory memory = filled.memory(30);
        return filled.store().store(space, candidate(memory, filled.embedder().embed(memory.content())));
    }

    /** The same without making the vector. */
    @Benchmark
    public StoreOutcome storeWithVectorAtHand(ProcessorTime processor) {
        processor.operation();
        return filled.store()
                .store(
                        space,
                        candidate(filled.memory(30), new float[filled.embedder().dimension()]));
    }

    private static Candidate candidate(Memory memory, float[] embedding) {
        return new Candidate(
                memory,
                embedding,
                new NeighbourRules(Optional.of(memory.createdAt().minus(Duration.ofHours(24))), 0.85, true));
    }
}
