package dev.memoryservice.server.search;

/**
 * Okapi BM25: what it is worth that a memory contains a word of the question (Robertson and Zaragoza, "The
 * Probabilistic Relevance Framework", 2009; the never negative idf is Lucene's).
 *
 * @param k1 how much repeating a word helps; 0 means not at all
 * @param b how much a long memory is discounted, 0 to 1
 */
public record Bm25(double k1, double b) {

    /** What was measured best on conversations; better than the usual 1.2 and 0.75. */
    public static final Bm25 FOR_MEMORIES = new Bm25(0.9, 0.3);

    /**
     * How telling a word is.
     *
     * @param memories how many memories are searched
     * @param withWord how many of them contain the word, at most {@code memories}
     */
    public double rarity(int memories, int withWord) {
        return Math.log(1 + (memories - withWord + 0.5) / (withWord + 0.5));
    }

    /**
     * What the occurrences of one word in one memory are worth; multiply by {@link #rarity}.
     *
     * @param occurrences how often, at least 1
     * @param length the memory's length in words
     * @param averageLength the average length of the searched memories, above 0
     */
    public double weight(int occurrences, int length, double averageLength) {
        return occurrences * (k1 + 1) / (occurrences + k1 * (1 - b + b * length / averageLength));
    }
}
