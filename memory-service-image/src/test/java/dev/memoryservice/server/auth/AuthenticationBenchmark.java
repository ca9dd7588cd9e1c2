package dev.memoryservice.server.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * What it costs to find out whose key a request has, with two keys for each user: at most 0.2 ms, however many users
 * there are. {@code lookAgain} is what a look at the unchanged directory costs, every two seconds.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AuthenticationBenchmark {

    @Param({"1", "1000"})
    private int users;

    private Path directory;
    private Started server;
    private UsersDirectory files;
    private int next;

    /** Writes the users and starts. */
    @Setup
    public void start() throws IOException {
        directory = Files.createTempDirectory("users");
        for (int i = 0; i < users; i++) {
            String name = "user-" + i;
            Map<String, Object> user = UserFiles.with(
                    UserFiles.user(name, "read", "write"),
                    "keys",
                    List.of(UserFiles.digest(UserFiles.keyOf(name)), UserFiles.digest("second-" + name)));
            Files.writeString(directory.resolve(name + ".json"), UserFiles.text(user));
        }
        server = Started.with(Map.of(
                "memory-service.auth.users-directory",
                directory.toString(),
                "memory-service.auth.api-key",
                "key",
                "memory-service.auth.api-keys.poll",
                "5m"));
        files = new UsersDirectory(directory, new ObjectMapper());
        files.read();
    }

    /** Stops and removes the files. */
    @TearDown
    public void stop() throws IOException {
        server.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A key of some user. */
    @Benchmark
    public Verdict known() {
        next = (next + 1) % users;
        return server.judge(UserFiles.keyOf("user-" + next));
    }

    /** A key of nobody. */
    @Benchmark
    public Verdict unknown() {
        return server.judge("key-of-nobody");
    }

    /** The directory, which has not changed. */
    @Benchmark
    public Object lookAgain() throws IOException {
        return files.read();
    }
}
