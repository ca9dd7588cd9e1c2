package dev.memoryservice.server.embedding;

/**
 * A part of a text that a model can take in at once.
 *
 * @param start where it starts, in UTF-16 units
 * @param stop where it ends
 */
public record Passage(int start, int stop) {

    /** The passage itself. */
    public String of(String text) {
        return text.substring(start, stop);
    }
}
