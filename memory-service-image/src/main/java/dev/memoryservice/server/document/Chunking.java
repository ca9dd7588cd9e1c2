package dev.memoryservice.server.document;

/**
 * How a document is cut.
 *
 * @param size the most characters of a chunk, {@link #LEAST_SIZE} to {@link #MOST_SIZE}
 * @param overlap how many characters of a chunk are said again at the start of the next, 0 to half of {@code size}
 */
public record Chunking(int size, int overlap) {

    public static final int LEAST_SIZE = 100;
    public static final int MOST_SIZE = 20_000;
    public static final int USUAL_SIZE = 1_000;
    public static final int USUAL_OVERLAP = 200;
}
