package dev.memoryservice.server.metrics;

import dev.memoryservice.server.auth.Users;
import dev.memoryservice.server.document.Documents;
import dev.memoryservice.server.events.EventStreams;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collection;

/** Who uses the server, and what waits in it. */
@Singleton
public final class ServerMetrics {

    void register(
            @Observes StartupEvent event,
            MeterRegistry registry,
            Users users,
            EventStreams streams,
            Documents documents) {
        Gauge.builder("memory.service.users", users, all -> size(all.all()))
                .description("Users that the server knows")
                .register(registry);
        Gauge.builder("memory.service.documents.waiting", documents, Documents::unfinished)
                .description("Uploads that wait or are being read")
                .register(registry);
        Gauge.builder("memory.service.event.streams", streams, EventStreams::open)
                .description("Open event streams")
                .register(registry);
        Gauge.builder("memory.service.event.streams.waiting.bytes", streams, EventStreams::waitingBytes)
                .description("Events on their way to clients that read slowly")
                .register(registry);
    }

    private static int size(Collection<?> all) {
        return all.size();
    }
}
