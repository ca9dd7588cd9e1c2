package dev.memoryservice.server.embedding;

import java.util.ArrayList;
import java.util.List;

/** Cuts texts into passages at the last good place before the end of the window. */
final class PassageSplitter {

    /** How far the window reaches. */
    @FunctionalInterface
    interface Reach {

        /** Where a text that starts at {@code start} stops to fit the window; greater than {@code start}. */
        int of(String text, int start);
    }

    private static final String ENDS_OF_SENTENCES = ".!?…";

    /** These need no white space after them. */
    private static final String WIDE_ENDS_OF_SENTENCES = "。！？";

    private PassageSplitter() {}

    static List<Passage> split(String text, int most, Reach reach) {
        List<Passage> passages = new ArrayList<>();
        int start = 0;
        while (start < text.length() && passages.size() < most) {
            int end = reach.of(text, start);
            int stop = end < text.length() ? cut(text, start, end) : end;
            if (passages.isEmpty() || !text.substring(start, stop).isBlank()) {
                passages.add(new Passage(start, stop));
            }
            start = stop;
        }
        return passages.isEmpty() ? List.of(new Passage(0, text.length())) : List.copyOf(passages);
    }

    /** The best place in the second half of what fits: after a paragraph, else a sentence, else a word. */
    private static int cut(String text, int start, int end) {
        int earliest = start + (end - start) / 2;
        int afterSentence = -1;
        int afterWord = -1;
        for (int i = end; i > earliest; i--) {
            char before = text.charAt(i - 1);
            if (before == '\n' && i >= 2 && text.charAt(i - 2) == '\n') {
                return i;
            }
            if (afterSentence < 0 && endsSentence(text, i)) {
                afterSentence = i;
            }
            if (afterWord < 0 && Character.isWhitespace(before)) {
                afterWord = i;
            }
        }
        return afterSentence > 0 ? afterSentence : afterWord > 0 ? afterWord : end;
    }

    private static boolean endsSentence(String text, int i) {
        char before = text.charAt(i - 1);
        return before == '\n'
                || WIDE_ENDS_OF_SENTENCES.indexOf(before) >= 0
                || (Character.isWhitespace(before) && ENDS_OF_SENTENCES.indexOf(text.charAt(i - 2)) >= 0);
    }
}
