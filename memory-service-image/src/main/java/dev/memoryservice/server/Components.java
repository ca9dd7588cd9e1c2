package dev.memoryservice.server;

import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.embedding.MiniLmEmbedder;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.metrics.MeasuredEmbedder;
import dev.memoryservice.server.metrics.MeasuredStore;
import dev.memoryservice.server.store.sqlite.Pragmas;
import dev.memoryservice.server.store.sqlite.SqliteMemoryStore;
import dev.memoryservice.server.store.sqlite.SqliteOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens what the configuration asks for: the embedding model and the store. A server that cannot open them does not
 * start, and says in one line why. They are closed last, when no request is left that needs them.
 */
final class Components {

    @Produces
    @Singleton
    Embedder embedder(ServerConfig config, MeterRegistry registry) {
        Path directory = config.model().directory();
        if (!Files.isRegularFile(directory.resolve(MiniLmEmbedder.MODEL_FILE))) {
            throw new ConfigurationException("There is no embedding model in '" + directory.toAbsolutePath()
                    + "': set memory-service.model.directory (MEMORY_SERVICE_MODEL_DIRECTORY) to the directory that"
                    + " the image build wrote " + MiniLmEmbedder.MODEL_FILE + " into");
        }
        return new MeasuredEmbedder(new MiniLmEmbedder(directory), registry);
    }

    void close(@Disposes Embedder embedder) {
        embedder.close();
    }

    @Produces
    @Singleton
    MemoryStore store(ServerConfig config, Embedder embedder, MeterRegistry registry) {
        if (config.stores().isEmpty() || config.stores().contains(Space.ALL_STORES)) {
            throw new ConfigurationException("memory-service.stores is " + config.stores()
                    + ": name at least one store, and none 'all', which stands for all of them");
        }
        try {
            Pragmas pragmas = config.sqlite().pragmas().map(Pragmas::parse).orElse(Pragmas.NONE);
            return new MeasuredStore(
                    new SqliteMemoryStore(
                            SqliteOptions.of(config.sqlite().path(), pragmas), embedder.model(), embedder.dimension()),
                    registry);
        } catch (IllegalArgumentException e) {
            throw configuration("memory-service.sqlite.pragmas (MEMORY_SERVICE_SQLITE_PRAGMAS): ", e);
        } catch (StoreUnavailableException e) {
            throw configuration("The store cannot be opened: ", e);
        }
    }

    void close(@Disposes MemoryStore store) {
        store.close();
    }

    /** Without the cause: the framework would print the trace of it in place of the message. */
    private static ConfigurationException configuration(String what, RuntimeException why) {
        return new ConfigurationException(what + why.getMessage());
    }
}
