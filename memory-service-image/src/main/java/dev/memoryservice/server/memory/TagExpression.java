package dev.memoryservice.server.memory;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition on the tags of a memory, for example {@code ops AND (urgent OR "on call") AND NOT done}.
 *
 * <p>{@code NOT} binds tighter than {@code AND}, and {@code AND} tighter than {@code OR}; the three words may be in
 * any case. A tag with white space, parentheses or quotes, or that is one of the three words, is put into double
 * quotes, inside which {@code \"} is a quote and {@code \\} a backslash.
 */
public sealed interface TagExpression {

    /** The most tags that an expression may name. */
    int MOST_TAGS = 100;

    /** The deepest nesting of parentheses and {@code NOT}. */
    int DEEPEST = 50;

    /** The memory carries {@code name}. */
    record Tag(String name) implements TagExpression {
        @Override
        public String toString() {
            return TagExpressionParser.needsQuotes(name)
                    ? '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                    : name;
        }
    }

    /** It does not fulfil {@code condition}. */
    record Not(TagExpression condition) implements TagExpression {
        @Override
        public String toString() {
            return "NOT " + inParentheses(condition);
        }
    }

    /** It fulfils each of {@code conditions}, which are at least two. */
    record And(List<TagExpression> conditions) implements TagExpression {
        @Override
        public String toString() {
            return conditions.stream().map(TagExpression::inParentheses).collect(Collectors.joining(" AND "));
        }
    }

    /** It fulfils at least one of {@code conditions}, which are at least two. */
    record Or(List<TagExpression> conditions) implements TagExpression {
        @Override
        public String toString() {
            return conditions.stream().map(TagExpression::inParentheses).collect(Collectors.joining(" OR "));
        }
    }

    /**
     * Reads an expression.
     *
     * @throws TagExpressionException when it is none; the message says what was found where, and what was expected
     */
    static TagExpression parse(String text) throws TagExpressionException {
        return new TagExpressionParser(text).parse();
    }

    /** One of the tags. At least one is needed. */
    static TagExpression anyOf(List<String> tags) {
        return tags.size() == 1 ? new Tag(tags.getFirst()) : new Or(each(tags));
    }

    /** All of the tags. At least one is needed. */
    static TagExpression allOf(List<String> tags) {
        return tags.size() == 1 ? new Tag(tags.getFirst()) : new And(each(tags));
    }

    /** Every tag that is named, wherever. */
    default Set<String> tags() {
        return names().collect(Collectors.toUnmodifiableSet());
    }

    private Stream<String> names() {
        return switch (this) {
            case Tag(String name) -> Stream.of(name);
            case Not(TagExpression condition) -> condition.names();
            case And(List<TagExpression> conditions) -> conditions.stream().flatMap(TagExpression::names);
            case Or(List<TagExpression> conditions) -> conditions.stream().flatMap(TagExpression::names);
        };
    }

    private static String inParentheses(TagExpression condition) {
        return condition instanceof And || condition instanceof Or ? "(" + condition + ")" : condition.toString();
    }

    private static List<TagExpression> each(List<String> tags) {
        return tags.stream().<TagExpression>map(Tag::new).toList();
    }
}
