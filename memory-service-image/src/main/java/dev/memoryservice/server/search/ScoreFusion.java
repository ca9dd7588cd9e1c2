package dev.memoryservice.server.search;

/**
 * Makes one score of a candidate's lexical and semantic scores: each is brought to 0..1 over the candidates, then they
 * are mixed, half and half for the best result. On conversations this finds more of what answers a question than reciprocal rank fusion or
 * either half alone.
 *
 * <p>The semantic scores are min-max normalised: only their differences mean something. The lexical scores are
 * divided by the greatest: their zero is absolute, a memory without any of the words.
 */
public final class ScoreFusion {

    private ScoreFusion() {}

    /**
     * Fused scores, 0 to 1, in the order of the candidates. Linear in the number of candidates.
     *
     * @param lexical a score per candidate, 0 for a candidate without any of the words, never negative
     * @param semantic a similarity per candidate, in the same order
     * @param meaning the share of the semantic score, 0 to 1
     * @throws IllegalArgumentException when the two differ in length
     */
    public static double[] fuse(double[] lexical, double[] semantic, double meaning) {
        if (lexical.length != semantic.length) {
            throw new IllegalArgumentException("%d lexical but %d semantic scores; every candidate needs both"
                    .formatted(lexical.length, semantic.length));
        }
        double greatestLexical = 0;
        double leastSemantic = Double.POSITIVE_INFINITY;
        double greatestSemantic = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < lexical.length; i++) {
            greatestLexical = Math.max(greatestLexical, lexical[i]);
            leastSemantic = Math.min(leastSemantic, semantic[i]);
            greatestSemantic = Math.max(greatestSemantic, semantic[i]);
        }
        double semanticRange = greatestSemantic - leastSemantic;
        double[] fused = new double[lexical.length];
        for (int i = 0; i < fused.length; i++) {
            double words = greatestLexical > 0 ? lexical[i] / greatestLexical : 0;
            double nearness =
                    semanticRange > 0 ? (semantic[i] - leastSemantic) / semanticRange : semantic[i] > 0 ? 1 : 0;
            fused[i] = (1 - meaning) * words + meaning * nearness;
        }
        return fused;
    }
}
