package dev.memoryservice.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class ServerVersion implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"memory-service " + number()};
    }

    /** The number alone. */
    static String number() throws IOException {
        try (InputStream version = ServerVersion.class.getResourceAsStream("/memory-service.version")) {
            if (version == null) {
                throw new IOException("The jar was not built by Maven: it has no memory-service.version");
            }
            return new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
