package dev.memoryservice.server.search;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who said a memory, and whom a question names. */
public final class Author {

    /** The metadata that names the author. */
    public static final String METADATA = "speaker";

    private static final int LONGEST_NAME = 100;

    /** {@code Anna:} or {@code Anna Schmidt:} at the beginning; up to three capitalised words. */
    private static final Pattern LEADING_NAME =
            Pattern.compile("^\\s*(\\p{Lu}[\\p{L}\\p{M}'’.-]{0,30}(?: \\p{Lu}[\\p{L}\\p{M}'’.-]{0,30}){0,2}):\\s");

    private Author() {}

    /** The author's name: the metadata {@value #METADATA}, else a name and a colon that the content begins with. */
    public static Optional<String> of(Map<String, Object> metadata, String content) {
        if (metadata.get(METADATA) instanceof String speaker && !speaker.isBlank()) {
            String name = speaker.strip();
            return Optional.of(name.substring(0, Math.min(name.length(), LONGEST_NAME)));
        }
        Matcher matcher = LEADING_NAME.matcher(content);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * The author as a number that questions are compared by: of the first word of the name, since that is what people
     * are called by. 0 for nobody.
     */
    public static int key(Optional<String> author) {
        return author.map(Words::all)
                .filter(words -> !words.isEmpty())
                .map(words -> keyOfWord(words.getFirst()))
                .orElse(0);
    }

    /** The keys of the authors that a question may name: one for each of its words. */
    public static Set<Integer> named(String question) {
        List<String> words = Words.all(question);
        return words.stream().map(Author::keyOfWord).collect(Collectors.toUnmodifiableSet());
    }

    /** Two names with the same key, one pair in four thousand million, would share a small advantage. */
    private static int keyOfWord(String word) {
        int hash = word.toLowerCase(Locale.ROOT).hashCode();
        return hash == 0 ? 1 : hash;
    }
}
