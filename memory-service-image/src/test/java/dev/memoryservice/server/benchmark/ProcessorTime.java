package dev.memoryservice.server.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** The processor time of the whole process per operation; without what an iteration's set-up takes. */
@State(Scope.Benchmark)
public class ProcessorTime {

    private static volatile double millisecondsPerOperation;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private long start;
    private long operations;

    /** Lets the first operation start the clock. */
    @Setup(Level.Iteration)
    public void reset() {
        operations = 0;
    }

    /** To be called before each operation. */
    void operation() {
        if (operations++ == 0) {
            start = system.getProcessCpuTime();
        }
    }

    /** Stops the clock. */
    @TearDown(Level.Iteration)
    public void stop() {
        millisecondsPerOperation = (system.getProcessCpuTime() - start) / 1e6 / Math.max(1, operations);
    }

    /** Puts the figure beside the runner's own. */
    public static final class Profiler implements InternalProfiler {

        @Override
        public String getDescription() {
            return "processor time per operation";
        }

        @Override
        public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
            // The state starts the clock itself, after the iteration's set-up.
        }

        @Override
        public List<Result<?>> afterIteration(
                BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
            return List.of(new ScalarResult("cpu", millisecondsPerOperation, "ms/op", AggregationPolicy.AVG));
        }
    }
}
