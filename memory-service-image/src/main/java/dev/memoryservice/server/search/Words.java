package dev.memoryservice.server.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Splits text into words: runs of letters, digits and marks, as SQLite's {@code unicode61} does, so {@code
 * db-7.example.com} is four words.
 */
public final class Words {

    /**
     * The most different words of a question that count. A question has a dozen; a pasted document has thousands,
     * and each costs a look-up.
     */
    public static final int MOST_IN_QUESTION = 48;

    /** Words that say that something is asked, not what: without them five more of 100 answers are found. */
    private static final Set<String> QUESTION_WORDS = Set.of(
            "a", "about", "after", "am", "an", "and", "any", "are", "as", "at", "be", "been", "before", "but", "by",
            "can", "could", "d", "did", "do", "does", "doing", "for", "from", "had", "has", "have", "having", "he",
            "her", "his", "how", "i", "if", "in", "is", "it", "its", "ll", "long", "m", "many", "me", "much", "my",
            "of", "on", "or", "our", "re", "s", "she", "should", "so", "t", "that", "the", "their", "them", "then",
            "there", "these", "they", "this", "those", "to", "us", "ve", "was", "we", "were", "what", "when", "where",
            "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "you", "your");

    private Words() {}

    /** How many words {@code text} has. Linear in its length. */
    public static int count(String text) {
        int words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            boolean part = isPartOfWord(codePoint);
            if (part && !inside) {
                words++;
            }
            inside = part;
            i += Character.charCount(codePoint);
        }
        return words;
    }

    /** The words of {@code text} as they stand, at most {@link #MOST_IN_QUESTION}. */
    static List<String> all(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length() && words.size() < MOST_IN_QUESTION; ) {
            int codePoint = i < text.length() ? text.codePointAt(i) : ' ';
            if (isPartOfWord(codePoint)) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                words.add(text.substring(start, i));
                start = -1;
            }
            i += Character.charCount(codePoint);
        }
        return words;
    }

    /**
     * The words of a question that are worth looking for, lower-cased, without repeats, in order, at most {@link
     * #MOST_IN_QUESTION}. A question of nothing but question words ("The Who?") keeps them all.
     */
    public static List<String> ofQuestion(String question) {
        Set<String> telling = new LinkedHashSet<>();
        Set<String> all = new LinkedHashSet<>();
        int start = -1;
        for (int i = 0; i <= question.length() && telling.size() < MOST_IN_QUESTION; ) {
            int codePoint = i < question.length() ? question.codePointAt(i) : ' ';
            if (isPartOfWord(codePoint)) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                String word = question.substring(start, i).toLowerCase(Locale.ROOT);
                start = -1;
                if (all.size() < MOST_IN_QUESTION) {
                    all.add(word);
                }
                if (!QUESTION_WORDS.contains(word)) {
                    telling.add(word);
                }
            }
            i += Character.charCount(codePoint);
        }
        return new ArrayList<>(telling.isEmpty() ? all : telling);
    }

    private static boolean isPartOfWord(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }
}
