package dev.memoryservice.server.embedding;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.memory.SampleMemories;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A server that takes its vectors from an OpenAI-compatible endpoint. */
public final class ServerWithEndpoint implements QuarkusTestResourceLifecycleManager {

    private final RunningServer server = new RunningServer();
    private Optional<OpenAiStandIn> service = Optional.empty();

    @Override
    public Map<String, String> start() {
        Map<String, String> config = new HashMap<>(server.start());
        try {
            OpenAiStandIn started = new OpenAiStandIn();
            service = Optional.of(started);
            Path key = Path.of(config.get("memory-service.sqlite.path")).resolveSibling("embedding-key");
            Files.writeString(key, OpenAiStandIn.KEY);
            config.put("memory-service.embedding.url", started.url());
            config.put("memory-service.embedding.model", OpenAiStandIn.MODEL);
            config.put("memory-service.embedding.dimension", Integer.toString(SampleMemories.DIMENSION));
            config.put("memory-service.embedding.api-key-file", key.toString());
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        service.ifPresent(OpenAiStandIn::close);
        server.stop();
    }
}
