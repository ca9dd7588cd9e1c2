package dev.memoryservice.e2e.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A port of this machine that leads to one inside the cluster, and stays while the API server is away.
 *
 * @param port on the loopback address
 */
public record DirectWay(Process process, int port) implements AutoCloseable {

    static DirectWay open(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String port = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return new DirectWay(process, Integer.parseInt(String.valueOf(port)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
