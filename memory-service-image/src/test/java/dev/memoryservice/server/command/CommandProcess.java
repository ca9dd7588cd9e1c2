package dev.memoryservice.server.command;

import java.nio.file.Path;
import java.util.List;

/** The command line as a process of its own, as a shell starts it. */
public final class CommandProcess {

    private CommandProcess() {}

    /** The words before the command's name. */
    public static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-classpath",
                System.getProperty("java.class.path"),
                MemoryServiceCommand.class.getName());
    }
}
