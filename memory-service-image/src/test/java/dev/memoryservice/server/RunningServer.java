package dev.memoryservice.server;

import dev.memoryservice.server.auth.KeyMount;
import dev.memoryservice.server.embedding.TestModel;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the tests' server is started with: a real database in a temporary directory, the real model, a mounted Secret
 * with one key beside the key of the environment, and limits that a test can reach.
 */
public final class RunningServer implements QuarkusTestResourceLifecycleManager {

    /** The key of the environment, which stays whatever happens to the mounted ones. */
    public static final String KEY = "key-of-the-environment";

    /** The key that is in the mounted Secret at the start, under the name {@code mounted}. */
    public static final String MOUNTED_KEY = "key-of-the-secret";

    public static final String ALLOWED_HOST = "memory.example.com";
    public static final String ALLOWED_ORIGIN = "https://ui.example.com";
    public static final String SECOND_STORE = "work";
    public static final int CONCURRENT_REQUESTS = 16;

    private Path directory = Path.of("");
    private Map<String, String> otherSettings = Map.of();

    /** @param settings for a profile that wants a server of its own: these count instead */
    @Override
    public void init(Map<String, String> settings) {
        otherSettings = settings;
    }

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("memory-service-test");
            Path keys = Files.createDirectory(directory.resolve("keys"));
            KeyMount.at(keys).write(Map.of("mounted", MOUNTED_KEY));
            Map<String, String> config = new HashMap<>();
            config.put("quarkus.http.test-port", "0");
            config.put("quarkus.management.test-port", "0");
            config.put("memory-service.auth.modes", "APIKey");
            config.put("memory-service.auth.api-key", KEY);
            config.put("memory-service.auth.api-keys.directory", keys.toString());
            config.put("memory-service.auth.api-keys.poll", "100ms");
            config.put(
                    "memory-service.sqlite.path", directory.resolve("memory.db").toString());
            config.put(
                    "memory-service.model.directory",
                    TestModel.models().toAbsolutePath().toString());
            config.put("memory-service.stores", "default," + SECOND_STORE);
            config.put("memory-service.allowed-hosts", ALLOWED_HOST);
            config.put("memory-service.cors.allowed-origins", ALLOWED_ORIGIN);
            config.put("memory-service.limits.concurrent-requests", Integer.toString(CONCURRENT_REQUESTS));
            config.put("memory-service.events.heartbeat", "1s");
            config.putAll(otherSettings);
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
