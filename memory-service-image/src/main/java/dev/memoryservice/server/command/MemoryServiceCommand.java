package dev.memoryservice.server.command;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The one entry point. Parsing comes before the framework starts, so that a wrong command costs no start, opens no
 * port and touches no data. Exit status: 0 done, 1 failed, 2 not understood.
 */
@QuarkusMain
@Command(
        name = "memory-service",
        description = "A memory server for AI agents. Without a command it serves.",
        mixinStandardHelpOptions = true,
        versionProvider = ServerVersion.class,
        subcommands = {
            ServeCommand.class,
            StdioCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            VerifyCommand.class,
            TrainCommand.class,
            VersionCommand.class
        })
public final class MemoryServiceCommand implements Callable<Integer> {

    public static void main(String... arguments) {
        // The common case needs no parser, which takes a tenth of a second to load.
        boolean serves = arguments.length == 0 || (arguments.length == 1 && "serve".equals(arguments[0]));
        System.exit(serves ? new ServeCommand().call() : commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new MemoryServiceCommand()).setParameterExceptionHandler(MemoryServiceCommand::explain);
    }

    private static int explain(ParameterException notUnderstood, String... arguments) {
        CommandLine command = notUnderstood.getCommandLine();
        command.getErr().println(notUnderstood.getMessage());
        command.usage(command.getErr());
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public Integer call() {
        return new ServeCommand().call();
    }
}
