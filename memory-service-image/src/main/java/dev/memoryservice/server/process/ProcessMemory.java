package dev.memoryservice.server.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How much memory the process uses now, in MiB.
 *
 * @param processMemoryMb resident, with the pages of files that are mapped; absent where the kernel does not tell
 * @param heapUsedMb of the Java heap, garbage included
 * @param heapMaxMb the limit of the Java heap
 * @param nonHeapUsedMb classes and compiled code
 */
@Schema(name = "MemoryStats")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ProcessMemory(
        Optional<Double> processMemoryMb, double heapUsedMb, double heapMaxMb, double nonHeapUsedMb) {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final double KIBIBYTES = 1024.0;

    static ProcessMemory now() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage nonHeap = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        return new ProcessMemory(
                resident(), megabytes(heap.getUsed()), megabytes(heap.getMax()), megabytes(nonHeap.getUsed()));
    }

    private static Optional<Double> resident() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .map(line -> line.replaceAll("\\D", ""))
                    .map(kibibytes -> rounded(Long.parseLong(kibibytes) / KIBIBYTES))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static double megabytes(long bytes) {
        return rounded(bytes / KIBIBYTES / KIBIBYTES);
    }

    private static double rounded(double megabytes) {
        return Math.round(megabytes * 10) / 10.0;
    }
}
