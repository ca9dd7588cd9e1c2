package dev.memoryservice.server.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Adds the processor time of the whole process per operation to a benchmark's figures. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ProcessorTime {

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private long start;
    private long operations;

    /** Starts the iteration's clock; the first operation starts it again, so that no set-up is counted. */
    @Setup(Level.Iteration)
    public void start() {
        operations = 0;
    }

    /** To be called before each operation. */
    void operation() {
        if (operations++ == 0) {
            start = system.getProcessCpuTime();
        }
    }

    /** Milliseconds per operation of this iteration. */
    public double cpuMillis() {
        return (system.getProcessCpuTime() - start) / 1e6 / Math.max(1, operations);
    }
}
