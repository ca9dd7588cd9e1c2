package dev.memoryservice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The result of a command as one line of JSON: on the standard output, and where Kubernetes reads why a container ended. */
final class JobResult {

    private static final Path TERMINATION_LOG = Path.of("/dev/termination-log");

    private JobResult() {}

    static void print(ObjectNode result, PrintWriter out) {
        out.println(result);
        out.flush();
        if (Files.isRegularFile(TERMINATION_LOG) && Files.isWritable(TERMINATION_LOG)) {
            try {
                Files.writeString(TERMINATION_LOG, result.toString(), StandardOpenOption.TRUNCATE_EXISTING);
            } catch (IOException e) {
                // The same was said on the standard output.
            }
        }
    }
}
