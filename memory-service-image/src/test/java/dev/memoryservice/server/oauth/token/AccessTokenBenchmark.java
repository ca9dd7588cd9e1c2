package dev.memoryservice.server.oauth.token;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.Readings;
import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.auth.Started;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.auth.Verdict;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.oauth.TestSettings;
import dev.memoryservice.server.oauth.keys.TestKeys;
import dev.memoryservice.server.store.sqlite.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to find out whose access token a request has: at most 0.2 ms, however many users there are. The key is as
 * long as those that the operator makes.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AccessTokenBenchmark {

    private static final String ISSUER = "https://memory.example.com";
    private static final int BITS = 3072;
    private static final int DIFFERENT_TOKENS = 64;

    @Param({"1", "1000"})
    private int users;

    private Path directory;
    private Started server;
    private MemoryStore store;
    private OAuthAuthenticator authenticator;
    private String[] tokens;
    private int next;

    /** Writes the users, starts, and issues tokens. */
    @Setup
    public void start() throws IOException {
        directory = Files.createTempDirectory("tokens");
        Path files = Files.createDirectory(directory.resolve("users"));
        for (int i = 0; i < users; i++) {
            Files.writeString(
                    files.resolve("user-" + i + ".json"), UserFiles.text(UserFiles.user("user-" + i, "write")));
        }
        Map<String, String> settings = Map.of(
                "memory-service.auth.modes",
                "OAuth",
                "memory-service.auth.users-directory",
                files.toString(),
                "memory-service.auth.api-keys.poll",
                "5m",
                "memory-service.oauth.issuer",
                ISSUER,
                "memory-service.oauth.private-key",
                TestKeys.pem(BITS));
        server = Started.with(settings);
        store = TestStores.open(directory);
        ServerConfig config = TestSettings.config(settings);
        AccessTokens issued = new AccessTokens(
                TestKeys.started(config, Readings.of(config, server.vertx())),
                new Revocations(store, Clock.systemUTC()),
                TestSettings.of(settings),
                Clock.systemUTC());
        authenticator = new OAuthAuthenticator(() -> issued, server.users(), true);
        tokens = IntStream.range(0, DIFFERENT_TOKENS)
                .mapToObj(i -> issued.issue(
                        "user-" + i * users / DIFFERENT_TOKENS,
                        "client",
                        ISSUER + "/mcp",
                        Set.of(Scope.READ, Scope.WRITE),
                        Optional.of("grant-" + i)))
                .toArray(String[]::new);
    }

    /** Stops and removes the files. */
    @TearDown
    public void stop() throws IOException {
        server.close();
        store.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A token of some user. */
    @Benchmark
    public Verdict good() {
        next = (next + 1) % DIFFERENT_TOKENS;
        if (authenticator.judge(tokens[next]) instanceof Verdict.Accepted accepted) {
            return accepted;
        }
        throw new IllegalStateException("the token is not good");
    }

    /** A token whose signature is of nobody. */
    @Benchmark
    public Verdict forged() {
        return authenticator.judge(tokens[0].substring(0, tokens[0].length() - 8) + "AAAAAAAA");
    }
}
