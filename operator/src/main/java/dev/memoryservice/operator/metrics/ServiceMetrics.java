package dev.memoryservice.operator.metrics;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How each MemoryService is, made of the caches whenever Prometheus asks: nothing is kept for it in between, and what is
 * deleted is gone with the next answer. The only metrics with labels of single resources, because who is called at night
 * has to know which one it is about.
 */
@Singleton
public class ServiceMetrics {

    // Deprecated by Micrometer for its successor, which Quarkus does not bring here.
    @SuppressWarnings("deprecation")
    private final PrometheusMeterRegistry registry;

    @SuppressWarnings("deprecation")
    ServiceMetrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Publishes what the statuses of these resources say.
     *
     * @param verified when a resource's server was last found to be as declared
     */
    @SuppressWarnings("deprecation")
    public void observe(Supplier<Stream<MemoryService>> services, Function<ResourceID, Optional<Instant>> verified) {
        registry.getPrometheusRegistry().register(new Statuses(services, verified));
    }

    /** Says which families it has without asking the caches, which are not there yet when it is registered. */
    private static final class Statuses extends Collector implements Collector.Describable {

        private final Supplier<Stream<MemoryService>> services;
        private final Function<ResourceID, Optional<Instant>> verified;

        Statuses(Supplier<Stream<MemoryService>> services, Function<ResourceID, Optional<Instant>> verified) {
            this.services = services;
            this.verified = verified;
        }

        @Override
        public List<MetricFamilySamples> collect() {
            return families(services.get(), verified);
        }

        @Override
        public List<MetricFamilySamples> describe() {
            return families(Stream.empty(), verified);
        }
    }

    private static List<Collector.MetricFamilySamples> families(
            Stream<MemoryService> services, Function<ResourceID, Optional<Instant>> verified) {
        ServiceFamilies families = new ServiceFamilies();
        services.forEach(service -> families.add(service, verified.apply(ResourceID.fromResource(service))));
        return families.all();
    }
}
