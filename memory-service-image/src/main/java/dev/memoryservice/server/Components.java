package dev.memoryservice.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.metrics.MeasuredEmbedder;
import dev.memoryservice.server.metrics.MeasuredStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The server's embedding model and store. A server that cannot open them does not start. They are closed last, when no
 * request is left that needs them.
 */
final class Components {

    @Produces
    @Singleton
    Embedder embedder(ServerConfig config, MeterRegistry registry, ObjectMapper json) {
        return new MeasuredEmbedder(Backends.embedder(config, json), registry);
    }

    void close(@Disposes Embedder embedder) {
        embedder.close();
    }

    @Produces
    @Singleton
    MemoryStore store(ServerConfig config, Embedder embedder, MeterRegistry registry) {
        return new MeasuredStore(
                Backends.store(config, embedder), registry, config.logging().slowStore());
    }

    void close(@Disposes MemoryStore store) {
        store.close();
    }
}
