package dev.memoryservice.server.memory;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The words of a text, however ordered, in whatever case. Those with a digit are its figures: numbers, dates, versions,
 * names of machines. Texts that differ in a figure are about different things, however alike they are.
 *
 * @param words how often each word without a digit occurs
 * @param figures how often each word with a digit occurs
 */
public record Wording(Map<String, Integer> words, Map<String, Integer> figures) {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** The words of {@code text}. */
    public static Wording of(String text) {
        Map<String, Integer> words = new HashMap<>();
        Map<String, Integer> figures = new HashMap<>();
        BETWEEN_WORDS
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .forEach(word -> (word.codePoints().anyMatch(Character::isDigit) ? figures : words)
                        .merge(word, 1, Integer::sum));
        return new Wording(words, figures);
    }

    /** The share of the longer text's words that the other one has not: 0 for the same words, 1 for none in common. */
    public double divergence(Wording other) {
        int longer = Math.max(count(words), count(other.words));
        int common = words.entrySet().stream()
                .mapToInt(word -> Math.min(word.getValue(), other.words.getOrDefault(word.getKey(), 0)))
                .sum();
        return longer == 0 ? 0 : 1 - (double) common / longer;
    }

    /** Whether both name the same numbers, dates and so on. */
    public boolean hasFiguresOf(Wording other) {
        return figures.equals(other.figures);
    }

    private static int count(Map<String, Integer> words) {
        return words.values().stream().mapToInt(Integer::intValue).sum();
    }
}
