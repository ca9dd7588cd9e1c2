package dev.memoryservice.server.search;

/**
 * What a search ranks by. The defaults are what was measured best on conversations; see {@code docs/search.md}.
 *
 * @param meaning the share of the vectors in the fused score, 0 (words only) to 1 (vectors only)
 * @param neighbours how much of the better neighbour's words count for a memory of a conversation, 0 to 1
 * @param window whether the vectors of a memory's neighbours in the conversation count too
 * @param author what it is worth that the question names the memory's author, 0 to 1 of the best fused score
 * @param date what it is worth that the question names the time at which the memory was made, 0 to 1 likewise
 */
public record Ranking(double meaning, double neighbours, boolean window, double author, double date) {

    /** The usual one. */
    public static final Ranking DEFAULT = new Ranking(0.5, 0.5, true, 0.1, 0.1);

    /** @throws IllegalArgumentException when a share is not within 0 and 1 */
    public Ranking {
        requireShare("meaning", meaning);
        requireShare("neighbours", neighbours);
        requireShare("author", author);
        requireShare("date", date);
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + ": it is a share, 0 to 1");
        }
    }
}
