package dev.memoryservice.server.command;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Tells Kubernetes why the server did not start, in the place where it looks: the state of the container then says so. */
final class LastWords {

    /** Made by the kubelet in every container; nowhere else. */
    private static final Path TERMINATION_LOG = Path.of("/dev/termination-log");

    /** Kubernetes keeps 4,096 bytes. */
    private static final int LONGEST = 1_000;

    private LastWords() {}

    static void say(Throwable failure) {
        String words = reason(failure);
        if (Files.isWritable(TERMINATION_LOG)) {
            try {
                Files.writeString(TERMINATION_LOG, words.length() > LONGEST ? words.substring(0, LONGEST) : words);
            } catch (IOException e) {
                // The log says the same.
            }
        }
    }

    /** What a person can change, if something can be; else the first cause. */
    private static String reason(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(ConfigurationException.class::isInstance)
                .findFirst()
                .or(() -> Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                        .reduce((cause, deeper) -> deeper))
                .map(cause -> cause instanceof ConfigurationException ? cause.getMessage() : cause.toString())
                .orElse("");
    }
}
