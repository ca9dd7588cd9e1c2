package dev.memoryservice.server.memory;

import dev.memoryservice.server.memory.TagExpression.And;
import dev.memoryservice.server.memory.TagExpression.Not;
import dev.memoryservice.server.memory.TagExpression.Or;
import dev.memoryservice.server.memory.TagExpression.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads {@link TagExpression}s, by recursive descent:
 *
 * <pre>
 * either     = both { OR both }
 * both       = condition { AND condition }
 * condition  = NOT condition | ( either ) | tag
 * </pre>
 */
final class TagExpressionParser {

    private static final Set<String> WORDS = Set.of("AND", "OR", "NOT");
    private static final String END = "the end";

    private final String text;

    /** Where the next token begins. */
    private int position;

    private int depth;
    private int tags;

    TagExpressionParser(String text) {
        this.text = text;
    }

    /** Whether a tag would be read as something else without quotes. */
    static boolean needsQuotes(String tag) {
        return tag.isEmpty()
                || WORDS.contains(tag.toUpperCase(Locale.ROOT))
                || !tag.chars().allMatch(c -> isBare((char) c));
    }

    TagExpression parse() throws TagExpressionException {
        TagExpression expression = either();
        if (!atEnd()) {
            throw expected("AND, OR or the end");
        }
        return expression;
    }

    private TagExpression either() throws TagExpressionException {
        List<TagExpression> conditions = new ArrayList<>(List.of(both()));
        while (takes("OR")) {
            conditions.add(both());
        }
        return conditions.size() == 1 ? conditions.getFirst() : new Or(List.copyOf(conditions));
    }

    private TagExpression both() throws TagExpressionException {
        List<TagExpression> conditions = new ArrayList<>(List.of(condition()));
        while (takes("AND")) {
            conditions.add(condition());
        }
        return conditions.size() == 1 ? conditions.getFirst() : new And(List.copyOf(conditions));
    }

    private TagExpression condition() throws TagExpressionException {
        depth++;
        if (depth > TagExpression.DEEPEST) {
            throw new TagExpressionException(
                    "More than " + TagExpression.DEEPEST + " parentheses and NOTs inside each other");
        }
        TagExpression condition;
        if (takes("NOT")) {
            condition = new Not(condition());
        } else if (takes("(")) {
            condition = either();
            if (!takes(")")) {
                throw expected("AND, OR or ')'");
            }
        } else {
            condition = tag();
        }
        depth--;
        return condition;
    }

    private TagExpression tag() throws TagExpressionException {
        if (atEnd() || "()".indexOf(text.charAt(position)) >= 0 || WORDS.contains(word().toUpperCase(Locale.ROOT))) {
            throw expected("a tag, NOT or '('");
        }
        tags++;
        if (tags > TagExpression.MOST_TAGS) {
            throw new TagExpressionException("More than " + TagExpression.MOST_TAGS + " tags");
        }
        if (text.charAt(position) == '"') {
            return new Tag(quoted());
        }
        String name = word();
        position += name.length();
        return new Tag(name);
    }

    /** Takes the next token when it is {@code wanted}. */
    private boolean takes(String wanted) {
        if (!token().equalsIgnoreCase(wanted)) {
            return false;
        }
        position += wanted.length();
        return true;
    }

    private boolean atEnd() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position == text.length();
    }

    /** A parenthesis, or the word that starts here; empty at the end and at a quote. */
    private String token() {
        if (atEnd()) {
            return "";
        }
        char first = text.charAt(position);
        return first == '(' || first == ')' ? String.valueOf(first) : word();
    }

    private String word() {
        int end = position;
        while (end < text.length() && isBare(text.charAt(end))) {
            end++;
        }
        return text.substring(position, end);
    }

    private static boolean isBare(char c) {
        return !Character.isWhitespace(c) && "()\"".indexOf(c) < 0;
    }

    private TagExpressionException expected(String what) {
        String found = token();
        String there = atEnd() ? END : "'" + (found.isEmpty() ? "\"" : found) + "'";
        return new TagExpressionException(
                "Expected " + what + " but found " + there + " at character " + (position + 1));
    }

    private String quoted() throws TagExpressionException {
        int start = position;
        StringBuilder name = new StringBuilder();
        position++;
        while (position < text.length() && text.charAt(position) != '"') {
            if (text.charAt(position) == '\\' && position + 1 < text.length()) {
                position++;
            }
            name.append(text.charAt(position++));
        }
        if (position == text.length()) {
            throw new TagExpressionException("The quote at character " + (start + 1) + " is never closed");
        }
        position++;
        String tag = name.toString().strip();
        if (tag.isEmpty()) {
            throw new TagExpressionException("The tag at character " + (start + 1) + " is empty");
        }
        return tag;
    }
}
