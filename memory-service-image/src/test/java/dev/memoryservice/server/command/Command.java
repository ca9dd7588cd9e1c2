package dev.memoryservice.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.embedding.TestModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, as a shell starts it. */
public final class Command {

    /** What a command that has ended left behind. */
    public record Ended(int status, String output, String errors) {}

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> arguments;

    private Command(String... arguments) {
        this.arguments = List.of(arguments);
    }

    public static Command of(String... arguments) {
        return new Command(arguments);
    }

    /** With this database, and the real model. */
    Command on(Path database) {
        environment.put("MEMORY_SERVICE_SQLITE_PATH", database.toString());
        environment.put(
                "MEMORY_SERVICE_MODEL_DIRECTORY",
                TestModel.models().toAbsolutePath().toString());
        return this;
    }

    /** With this variable of the environment. */
    public Command with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** What a shell would have to be given to run the command line with these arguments. */
    public static List<String> line(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx192m",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-classpath",
                System.getProperty("java.class.path"),
                MemoryServiceCommand.class.getName()));
        line.addAll(arguments);
        return line;
    }

    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line(arguments));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs it to its end. */
    public Ended run() throws IOException, InterruptedException {
        Process process = start();
        try {
            CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            String output = read(process.getInputStream());
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), output, errors.join());
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(java.io.InputStream stream) {
        try {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
