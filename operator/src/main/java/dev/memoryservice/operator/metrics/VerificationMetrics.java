package dev.memoryservice.operator.metrics;

import dev.memoryservice.operator.verification.Verification;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** How verifying the servers goes, over all of them: no label grows with the number of resources. */
@Singleton
public class VerificationMetrics {

    /** One verification, which may be interrupted. */
    @FunctionalInterface
    public interface Attempt {
        Verification run() throws InterruptedException;
    }

    private final MeterRegistry registry;

    VerificationMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Publishes the number of servers that are being verified. */
    public void observe(Supplier<Number> watched) {
        Gauge.builder("memory.service.operator.verified.servers", watched)
                .description("Servers that the operator verifies at an interval")
                .register(registry);
    }

    /** Runs one verification and records its duration by its result. */
    public Verification timed(Attempt attempt) throws InterruptedException {
        Timer.Sample sample = Timer.start(registry);
        Verification outcome = attempt.run();
        sample.stop(Timer.builder("memory.service.operator.verification")
                .description("Duration of one verification of a server")
                .tag("result", result(outcome))
                .register(registry));
        return outcome;
    }

    private static String result(Verification outcome) {
        return switch (outcome) {
            case Verification.Passed passed -> "Passed";
            case Verification.Failed failed -> failed.reason();
        };
    }
}
