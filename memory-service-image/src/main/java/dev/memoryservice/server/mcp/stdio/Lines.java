package dev.memoryservice.server.mcp.stdio;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads lines of UTF-8, none longer than a limit. */
final class Lines {

    private final InputStream input;
    private final int longest;

    Lines(InputStream input, int longest) {
        this.input = new BufferedInputStream(input, 64 * 1024);
        this.longest = longest;
    }

    /**
     * The next line without its end; empty at the end of the input.
     *
     * @throws IOException also when a line is longer than the limit
     */
    Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                return line.size() == 0 ? Optional.empty() : Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            if (line.size() == longest) {
                throw new IOException("A message is longer than " + longest + " bytes");
            }
            line.write(next);
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }
}
