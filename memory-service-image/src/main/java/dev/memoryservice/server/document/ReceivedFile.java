package dev.memoryservice.server.document;

import java.nio.file.Path;

/**
 * A file that was received.
 *
 * @param name as it was sent, without folders and control characters, at most {@link #LONGEST_NAME} characters
 * @param content where it lies until it is done with
 * @param size bytes
 */
public record ReceivedFile(String name, Path content, long size) {

    private static final int LONGEST_NAME = 180;

    /** Takes what is left of a name that a client sent when folders and control characters are taken away. */
    public static ReceivedFile of(String sent, Path content, long size) {
        String name = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        // The ending is what tells the format.
        return new ReceivedFile(
                name.length() <= LONGEST_NAME ? name : name.substring(name.length() - LONGEST_NAME), content, size);
    }
}
