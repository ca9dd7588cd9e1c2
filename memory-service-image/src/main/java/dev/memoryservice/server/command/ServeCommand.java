package dev.memoryservice.server.command;

import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code serve}: runs the server until it is told to stop. */
@Command(
        name = "serve",
        description = "Serves REST, events and MCP on port 8000 and probes on 9000, until SIGTERM. Everything is"
                + " configured by environment variables (MEMORY_SERVICE_...).",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Quarkus.run(null, (status, failure) -> {
            if (failure != null) {
                LastWords.say(failure);
            }
            System.exit(status);
        });
        return 0;
    }
}
