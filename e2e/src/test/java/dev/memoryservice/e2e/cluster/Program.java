package dev.memoryservice.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of others, run to its end. */
public final class Program {

    private static final long PATIENCE_MINUTES = 5;

    private Program() {}

    /**
     * How a program ended.
     *
     * @param output what it wrote to either stream
     */
    public record Outcome(int exitCode, String output) {}

    /**
     * Runs a program. What is secret belongs into its environment or a file: a command line is seen by others.
     *
     * @throws IllegalStateException when it does not end within five minutes
     */
    public static Outcome run(List<String> command, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("program", ".txt");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                return end(builder.start(), command, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    private static Outcome end(Process process, List<String> command, Path output)
            throws IOException, InterruptedException {
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(
                        String.join(" ", command) + " did not end: " + Files.readString(output));
            }
            return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
