package dev.memoryservice.server.metrics;

import dev.memoryservice.server.events.EventStreams;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.StoreUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** The gauges of what is stored and who listens; requests are measured by the framework. */
@Singleton
public final class ServerMetrics {

    /**
     * Gauges of the framework without a tag to tell the two ports apart: only the port that opens first is in them,
     * and the other one makes it warn at every start.
     */
    private static final String GAUGES_OF_ONE_PORT = "vertx.http.connections";

    @Produces
    @Singleton
    MeterFilter withoutGaugesOfOnePort() {
        return MeterFilter.denyNameStartsWith(GAUGES_OF_ONE_PORT);
    }

    void register(@Observes StartupEvent event, MeterRegistry registry, MemoryStore store, EventStreams streams) {
        ofStore(registry, store, "memories", "Memories stored, of all tenants", s -> s.tenants().values().stream()
                .mapToLong(Long::longValue)
                .sum());
        ofStore(registry, store, "store.size.bytes", "Size of everything stored", MemoryStore::sizeBytes);
        Gauge.builder("memory.service.event.streams", streams, EventStreams::open)
                .description("Open event streams")
                .register(registry);
        Gauge.builder("memory.service.event.streams.waiting.bytes", streams, EventStreams::waitingBytes)
                .description("Events on their way to clients that read slowly")
                .register(registry);
    }

    /** A store that cannot answer has no value; the other metrics are still read. */
    private static void ofStore(
            MeterRegistry registry,
            MemoryStore store,
            String name,
            String description,
            ToDoubleFunction<MemoryStore> value) {
        Gauge.builder("memory.service." + name, store, s -> {
                    try {
                        return value.applyAsDouble(s);
                    } catch (StoreUnavailableException e) {
                        return Double.NaN;
                    }
                })
                .description(description)
                .tag("backend", store.backend())
                .register(registry);
    }
}
