package dev.memoryservice.server.process;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How the server has done since it started, all clients together.
 *
 * @param requests how many requests it answered
 * @param avgResponseTime in milliseconds
 * @param maxResponseTime of the slowest one of the last minutes, in milliseconds
 * @param errorRate the share of answers that were the server's failures (5xx), 0 to 100
 * @param memoryUsage the share of the allowed heap that is in use, 0 to 100
 */
@Schema(name = "PerformanceMetrics")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Performance(
        long requests, double avgResponseTime, double maxResponseTime, double errorRate, double memoryUsage) {

    private static final String REQUESTS = "http.server.requests";
    private static final double PERCENT = 100.0;

    static Performance of(MeterRegistry registry) {
        Collection<Timer> timers = registry.find(REQUESTS).timers();
        long requests = timers.stream().mapToLong(Timer::count).sum();
        long failures = timers.stream()
                .filter(timer -> String.valueOf(timer.getId().getTag("status")).startsWith("5"))
                .mapToLong(Timer::count)
                .sum();
        double total = timers.stream()
                .mapToDouble(timer -> timer.totalTime(TimeUnit.MILLISECONDS))
                .sum();
        Runtime runtime = Runtime.getRuntime();
        return new Performance(
                requests,
                requests == 0 ? 0 : total / requests,
                timers.stream()
                        .mapToDouble(timer -> timer.max(TimeUnit.MILLISECONDS))
                        .max()
                        .orElse(0),
                requests == 0 ? 0 : PERCENT * failures / requests,
                PERCENT * (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory());
    }
}
