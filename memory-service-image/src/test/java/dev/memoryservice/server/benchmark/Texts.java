package dev.memoryservice.server.benchmark;

import java.util.Random;

/**
 * Texts of made-up words whose frequencies fall off as a language's do, so that the tokenizer and the lexical index have
 * a language's work. The same seed makes the same texts. For one thread.
 */
public final class Texts {

    private static final int VOCABULARY = 20_000;

    private final Random random;

    public Texts(long seed) {
        random = new Random(seed);
    }

    /** A text of so many words, the frequent ones often. */
    public String text(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            int rank = (int) Math.pow(VOCABULARY, random.nextDouble());
            text.append(i == 0 ? "" : " ").append(word(rank));
        }
        return text.toString();
    }

    /** A pronounceable word per rank. */
    private static String word(int rank) {
        StringBuilder word = new StringBuilder();
        for (int rest = rank + 20; rest > 0; rest /= 60) {
            word.append("bcdfgklmnprt".charAt(rest % 12)).append("aeiou".charAt(rest / 12 % 5));
        }
        return word.toString();
    }
}
