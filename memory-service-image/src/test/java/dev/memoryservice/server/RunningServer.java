package dev.memoryservice.server;

import dev.memoryservice.server.auth.KeyMount;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.embedding.TestModel;
import dev.memoryservice.server.tracing.TraceCollector;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the tests' server is started with: a real database in a temporary directory, the real model, a mounted Secret
 * with one key beside the key of the environment, another one with users, and limits that a test can reach.
 */
public final class RunningServer implements QuarkusTestResourceLifecycleManager {

    /** The key of the environment, which stays whatever happens to the mounted ones. */
    public static final String KEY = "key-of-the-environment";

    /** The key that is in the mounted Secret at the start, under the name {@code mounted}. */
    public static final String MOUNTED_KEY = "key-of-the-secret";

    /** The token that reads the metrics and nothing else. */
    public static final String METRICS_TOKEN = "token-of-the-collector";

    /** A user that may only read, in the tenant of {@link #WRITER}. */
    public static final String READER = "reader";

    /** A user that may read and write. */
    public static final String WRITER = "writer";

    /** A user that may do everything. */
    public static final String ADMINISTRATOR = "administrator";

    /** Whose key administrates the server, and who is no user of it. */
    public static final String OPERATOR = "operator.memoryservice.dev";

    public static final String ALLOWED_HOST = "memory.example.com";
    public static final String ALLOWED_ORIGIN = "https://ui.example.com";
    public static final String SECOND_STORE = "work";
    public static final int CONCURRENT_REQUESTS = 16;
    public static final int UPLOAD_BYTES = 8_388_608;

    private Path directory = Path.of("");
    private Optional<TraceCollector> collector = Optional.empty();
    private Map<String, String> special = Map.of();

    /** Settings that one test class wants different, as the arguments of its annotation. */
    @Override
    public void init(Map<String, String> arguments) {
        special = Map.copyOf(arguments);
    }

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("memory-service-test");
            Path keys = Files.createDirectory(directory.resolve("keys"));
            KeyMount.at(keys).write(Map.of("mounted", MOUNTED_KEY));
            Path users = Files.createDirectory(directory.resolve("users"));
            KeyMount.at(users)
                    .write(UserFiles.files(
                            UserFiles.with(UserFiles.user(READER, "read"), "tenant", WRITER),
                            UserFiles.user(WRITER, "read", "write"),
                            UserFiles.user(ADMINISTRATOR, "admin"),
                            UserFiles.user("alice", "write"),
                            UserFiles.user("bob", "write")));
            Path administrators = Files.createDirectory(directory.resolve("administrators"));
            KeyMount.at(administrators).write(UserFiles.files(UserFiles.user(OPERATOR, "admin")));
            Path metrics = Files.createDirectory(directory.resolve("metrics"));
            KeyMount.at(metrics).write(Map.of("token", METRICS_TOKEN));
            collector = Optional.of(new TraceCollector());
            Map<String, String> config = new HashMap<>();
            config.put("memory-service.tracing.endpoint", collector.get().address());
            config.put("memory-service.tracing.service-namespace", "tests");
            int port = freePort();
            config.put("quarkus.http.test-port", Integer.toString(port));
            config.put("quarkus.management.test-port", "0");
            config.put("memory-service.auth.modes", "APIKey,OAuth");
            config.put("memory-service.oauth.registrations-per-minute", "1000");
            config.put("memory-service.oauth.issuer", "http://localhost:" + port);
            config.put("memory-service.auth.api-key", KEY);
            config.put("memory-service.auth.api-keys.directory", keys.toString());
            config.put("memory-service.auth.api-keys.poll", "100ms");
            config.put(
                    "memory-service.logging.levels-file",
                    directory.resolve("levels").toString());
            config.put("memory-service.auth.users-directory", users.toString());
            config.put("memory-service.auth.administrators-directory", administrators.toString());
            config.put(
                    "memory-service.metrics.token-file",
                    metrics.resolve("token").toString());
            config.put(
                    "memory-service.sqlite.path", directory.resolve("memory.db").toString());
            config.put(
                    "memory-service.model.directory",
                    TestModel.models().toAbsolutePath().toString());
            config.put(
                    "memory-service.backup.directory",
                    directory.resolve("backups").toString());
            config.put("memory-service.stores", "default," + SECOND_STORE);
            config.put("memory-service.allowed-hosts", ALLOWED_HOST);
            config.put("memory-service.cors.allowed-origins", ALLOWED_ORIGIN);
            config.put("memory-service.limits.concurrent-requests", Integer.toString(CONCURRENT_REQUESTS));
            // All tests share few keys and one address; those that are about it set it lower.
            config.put("memory-service.limits.requests-per-minute", "1000000");
            config.put("memory-service.limits.address-requests-per-minute", "1000000");
            config.put("memory-service.limits.wrong-keys", "1000000");
            config.put("memory-service.documents.bytes", Integer.toString(UPLOAD_BYTES));
            config.put("memory-service.documents.queue", "4");
            config.put("memory-service.documents.timeout", "2m");
            config.put("memory-service.events.heartbeat", "1s");
            // Most tests store texts that are alike; those that are about it switch it on.
            config.put("memory-service.duplicates.semantic", "false");
            config.put("memory-service.duplicates.contradictions", "false");
            config.putAll(special);
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever issues tokens has to know its address beforehand. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {
        collector.ifPresent(TraceCollector::close);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
