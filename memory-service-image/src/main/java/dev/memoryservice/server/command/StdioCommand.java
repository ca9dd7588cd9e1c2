package dev.memoryservice.server.command;

import dev.memoryservice.server.mcp.stdio.Bridge;
import dev.memoryservice.server.mcp.stdio.LocalServer;
import io.quarkus.runtime.Quarkus;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code stdio}: MCP over standard input and output. Standard output belongs to the protocol: everything else that this
 * process says goes to standard error.
 */
@Command(
        name = "stdio",
        description = "Speaks MCP over standard input and output, for clients that start their servers themselves:"
                + " with a database of its own, or with --url in front of a server.",
        mixinStandardHelpOptions = true)
final class StdioCommand implements Callable<Integer> {

    private static final int KEY_BYTES = 32;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerAddress server;

    @Option(
            names = "--database",
            paramLabel = "FILE",
            description = "The database where there is no --url; default: MEMORY_SERVICE_SQLITE_PATH, or memory.db")
    private Optional<Path> database = Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.setOut(System.err);
        Optional<URI> url = server.url();
        if (url.isPresent() && database.isPresent()) {
            throw new ParameterException(spec.commandLine(), "Give --url or --database, not both");
        }
        return url.isPresent() ? remote(endpoint(url.get())) : local();
    }

    /** Both the address of a server and that of its MCP endpoint are understood. */
    private static URI endpoint(URI given) {
        return given.getPath().isEmpty() || "/".equals(given.getPath()) ? given.resolve("/mcp") : given;
    }

    private int remote(URI endpoint) throws IOException, InterruptedException {
        try (OutputStream output = new FileOutputStream(FileDescriptor.out)) {
            new Bridge(server.client(), endpoint, server.key(), System.in, output).run();
        }
        return 0;
    }

    private int local() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "quarkus.http.host", "127.0.0.1",
                "quarkus.http.port", "0",
                "quarkus.management.host", "127.0.0.1",
                "quarkus.management.port", "0",
                "quarkus.log.console.stderr", "true",
                "memory-service.auth.modes", "APIKey",
                "memory-service.auth.api-key", key()));
        database.ifPresent(file -> settings.put("memory-service.sqlite.path", file.toString()));
        settings.forEach(System::setProperty);
        Quarkus.run(LocalServer.class, (status, problem) -> {
            if (problem != null) {
                System.err.println(problem.getMessage());
            }
            System.exit(status);
        });
        return 0;
    }

    private static String key() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
