package dev.memoryservice.server.metrics;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.memory.EmbeddingBacklog;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.StoreUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/** What is stored, and the room that is left for it. What cannot be found out is NaN: the others are still read. */
@Singleton
public final class StoreMetrics {

    /** What of a volume is measured. */
    @FunctionalInterface
    private interface Space {
        long of(FileStore volume) throws IOException;
    }

    void register(@Observes StartupEvent event, MeterRegistry registry, MemoryStore store, ServerConfig config) {
        ofStore(registry, store, "memories", "Memories stored, of all tenants", s -> s.tenants().values().stream()
                .mapToLong(Long::longValue)
                .sum());
        ofStore(registry, store, "store.size.bytes", "Size of everything stored", MemoryStore::sizeBytes);
        ofStore(
                registry,
                store,
                "embeddings.waiting",
                "Memories that lack vectors, so that they are found by their words only",
                s -> waiting(s.embeddingBacklog()));
        Path folder = config.sqlite().path().toAbsolutePath().getParent();
        ofVolume(
                registry,
                folder,
                "size.bytes",
                "Size of the volume that the memories are on",
                FileStore::getTotalSpace);
        ofVolume(registry, folder, "free.bytes", "Room that is left on that volume", FileStore::getUsableSpace);
    }

    private static long waiting(EmbeddingBacklog backlog) {
        return backlog.withoutVector() + backlog.incomplete();
    }

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

    private static void ofVolume(MeterRegistry registry, Path folder, String name, String description, Space space) {
        Gauge.builder("memory.service.volume." + name, folder, path -> {
                    try {
                        return space.of(Files.getFileStore(path));
                    } catch (IOException e) {
                        return Double.NaN;
                    }
                })
                .description(description)
                // Nobody else holds the path.
                .strongReference(true)
                .register(registry);
    }
}
