package dev.memoryservice.server.command;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code train}: for the image build, which runs it with {@code -XX:AOTCacheOutput}. Starts the server on a free
 * port of the loopback, with a database that is thrown away, does with it what clients do, and exits: the classes
 * and the profiles of that go into the cache that makes the next start fast.
 */
@Command(name = "train", description = "Exercises the server, for the image build.", hidden = true)
final class TrainCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("memory-service-train");
        try {
            Map.of(
                            "quarkus.http.host", "127.0.0.1",
                            "quarkus.http.port", "0",
                            "quarkus.management.host", "127.0.0.1",
                            "quarkus.management.port", "0",
                            "memory-service.auth.modes", "APIKey",
                            "memory-service.auth.api-key", Exercise.KEY,
                            "memory-service.sqlite.path",
                                    directory.resolve("memory.db").toString())
                    .forEach(System::setProperty);
            // The exit status comes with the exit, which the framework makes after it has stopped; cleaning up has
            // to happen before.
            Quarkus.run(Exercise.class, (status, problem) -> {
                delete(directory);
                System.exit(status);
            });
            return 0;
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("Left behind: " + directory + " (" + e.getMessage() + ")");
        }
    }
}
