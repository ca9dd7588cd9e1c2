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
final class McpClients {

    /** The environment variable that says where they are. */
    static final String VARIABLE = "MCP_CLIENTS";

    private static final long PATIENCE_SECONDS = 300;

    private McpClients() {}

    record Ended(int status, String output) {}

    /** Runs a program to its end; what it writes to either stream is its output. */
    static Ended run(Path directory, String program, List<String> arguments) throws IOException, InterruptedException {
        Path modules = Path.of(System.getenv(VARIABLE), "node_modules");
        String platform = "aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "x64";
        List<String> command = new ArrayList<>();
        command.add(modules.resolve("node-linux-" + platform + "/bin/node").toString());
        command.add(modules.resolve(program).toString());
        command.addAll(arguments);
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("NO_COLOR", "1");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(output, UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
