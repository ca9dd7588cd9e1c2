package dev.memoryservice.operator.metrics;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.status.Certificate;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How the certificates of the servers are, over all of them: no label grows with the number of resources. */
@Singleton
public class CertificateMetrics {

    private final MeterRegistry registry;

    CertificateMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Publishes what the statuses of these resources say, each time that the metrics are read. */
    public void observe(Supplier<Stream<MemoryService>> services) {
        Gauge.builder("memory.service.operator.certificate.earliest.expiry", () -> earliestExpiry(services.get()))
                .description("When the first of all certificates expires; NaN while there is none")
                .baseUnit("timestamp.seconds")
                .register(registry);
        Gauge.builder("memory.service.operator.certificates.not.ready", () -> notReady(services.get()))
                .description("Servers whose condition CertificateReady is not True")
                .register(registry);
    }

    private static double earliestExpiry(Stream<MemoryService> services) {
        return services.flatMap(service ->
                        Optional.ofNullable(service.reported().certificate()).map(Certificate::notAfter).stream())
                .mapToDouble(notAfter -> Instant.parse(notAfter).getEpochSecond())
                .min()
                .orElse(Double.NaN);
    }

    private static long notReady(Stream<MemoryService> services) {
        return services.filter(service -> service.reported().conditions().stream()
                        .anyMatch(condition -> condition.getType().equals("CertificateReady")
                                && !condition.getStatus().equals("True")))
                .count();
    }
}
