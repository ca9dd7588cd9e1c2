package dev.memoryservice.server.mcp.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The programs that {@code build/mcp-clients.sh} installs, and the Node.js that they run on. */
public final class McpClients {

    /** The environment variable that says where they are. */
    public static final String VARIABLE = "MCP_CLIENTS";

    private static final long PATIENCE_SECONDS = 300;

    private McpClients() {}

    /** How a program ended, and what it wrote. */
    public record Ended(int status, String output) {}

    /** Runs a program to its end; what it writes to either stream is its output. */
    static Ended run(Path directory, String program, List<String> arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        return end(start(directory, output, program, arguments), output);
    }

    /** Starts a program that writes both streams to a file. To be ended. */
    public static Process start(Path directory, Path output, String program, List<String> arguments)
            throws IOException {
        Path modules = Path.of(System.getenv(VARIABLE), "node_modules");
        String platform = "aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "x64";
        List<String> command = new ArrayList<>();
        command.add(modules.resolve("node-linux-" + platform + "/bin/node").toString());
        command.add(modules.resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("NO_COLOR", "1");
        return builder.start();
    }

    /** Waits for the end. */
    public static Ended end(Process process, Path output) throws IOException, InterruptedException {
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", process.info().commandLine().orElse("the program"))
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(output, UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
