package dev.memoryservice.server.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.Backends;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.memory.MemoryStore;
import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The store and the model of the configuration, opened by a command.
 *
 * @param config what they were opened by
 */
record LocalStore(ServerConfig config, Embedder embedder, MemoryStore store) implements AutoCloseable {

    /** @throws ConfigurationException when they cannot be opened, with the reason and what to do */
    static LocalStore open() {
        ServerConfig config = Configuration.read();
        Embedder embedder = Backends.embedder(config, new ObjectMapper());
        try {
            return new LocalStore(config, embedder, Backends.store(config, embedder));
        } catch (ConfigurationException e) {
            embedder.close();
            throw new ConfigurationException(
                    e.getMessage() + ". When a server has it open, give the server's address with --url");
        }
    }

    @Override
    public void close() {
        store.close();
        embedder.close();
    }
}
