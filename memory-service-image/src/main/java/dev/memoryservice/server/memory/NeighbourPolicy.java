package dev.memoryservice.server.memory;

import dev.memoryservice.server.ServerConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** What the configuration says of near duplicates and contradictions. */
@Singleton
final class NeighbourPolicy {

    private final ServerConfig.Duplicates config;

    NeighbourPolicy(ServerConfig config) {
        this.config = config.duplicates();
        double cosine = this.config.cosine();
        if (!(cosine > 0 && cosine <= 1)) {
            throw new ConfigurationException("memory-service.duplicates.cosine is " + cosine
                    + ": near duplicates are as alike as a number above 0 and up to 1 says, for example 0.85");
        }
    }

    /**
     * What is done about the neighbours of a memory that a client gives now. What is said in a conversation is stored
     * however often it is said.
     */
    NeighbourRules rules(NewMemory given, Instant now) {
        Optional<Instant> since = config.semantic() && given.conversationId().isEmpty()
                ? Optional.of(now.minus(config.window()))
                : Optional.empty();
        return new NeighbourRules(since, config.cosine(), config.contradictions());
    }
}
