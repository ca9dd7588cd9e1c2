package dev.memoryservice.server.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an expression, read from left to right with the possibility to go back. */
final class Tokens {

    /** Longer forms first; commas and the like separate and mean nothing. */
    private static final Pattern TOKEN = Pattern.compile("""
            \\d{4}-\\d{2}-\\d{2}t\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:z|[+-]\\d{2}:\\d{2})?
            |\\d{4}-w\\d{2}(?!\\d)|\\d{4}-q[1-4](?!\\d)|\\bq[1-4](?!\\d)
            |\\d{4}([-/.])\\d{1,2}\\1\\d{1,2}(?!\\d)|\\d{1,2}([./])\\d{1,2}\\2\\d{4}(?!\\d)
            |\\d{4}-\\d{2}(?![\\d-])
            |\\d{1,2}(?::\\d{2})?\\s?[ap]m\\b|\\d{1,2}:\\d{2}(?!\\d)
            |\\d+(?:st|nd|rd|th)\\b|\\d+|\\p{L}+|\\.\\.|[–—/-]|[^\\s,;?!.]""", Pattern.COMMENTS);

    private final List<Token> tokens = new ArrayList<>();
    private int at;

    /**
     * One word, in lower case.
     *
     * @param start where it starts in the text
     * @param end where it ends
     */
    record Token(String word, int start, int end) {}

    Tokens(String text) {
        // Character by character, so that the places of the words stay those of the text.
        StringBuilder lowerCase = new StringBuilder(text.length());
        text.chars().forEach(c -> lowerCase.append(Character.toLowerCase((char) c)));
        Matcher matcher = TOKEN.matcher(lowerCase);
        while (matcher.find()) {
            tokens.add(new Token(matcher.group(), matcher.start(), matcher.end()));
        }
    }

    int size() {
        return tokens.size();
    }

    Token get(int index) {
        return tokens.get(index);
    }

    /** How many words were read. */
    int position() {
        return at;
    }

    void backTo(int position) {
        at = position;
    }

    boolean atEnd() {
        return at == tokens.size();
    }

    /** Reads these words when they are the next ones. */
    boolean takes(String... words) {
        if (at + words.length > tokens.size()) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!tokens.get(at + i).word().equals(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    /** Reads one of these words when it is the next one. */
    boolean takesOneOf(Set<String> words) {
        if (atEnd() || !words.contains(tokens.get(at).word())) {
            return false;
        }
        at++;
        return true;
    }

    /** Reads the next word when it means something. */
    <T> Optional<T> takes(Map<String, T> meanings) {
        if (atEnd() || !meanings.containsKey(tokens.get(at).word())) {
            return Optional.empty();
        }
        return Optional.of(meanings.get(tokens.get(at++).word()));
    }

    /** Reads the next word when all of it is like this. */
    Optional<Matcher> takes(Pattern pattern) {
        if (atEnd()) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(tokens.get(at).word());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        at++;
        return Optional.of(matcher);
    }
}
