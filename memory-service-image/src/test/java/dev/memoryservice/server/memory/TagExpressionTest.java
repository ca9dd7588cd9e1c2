package dev.memoryservice.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.TagExpression.And;
import dev.memoryservice.server.memory.TagExpression.Not;
import dev.memoryservice.server.memory.TagExpression.Or;
import dev.memoryservice.server.memory.TagExpression.Tag;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagExpressionTest {

    private static final Tag A = new Tag("a");
    private static final Tag B = new Tag("b");
    private static final Tag C = new Tag("c");
    private static final Tag D = new Tag("d");

    @Test
    void aTagIsAnExpression() throws TagExpressionException {
        assertThat(TagExpression.parse(" project:x-1/ü,y ")).isEqualTo(new Tag("project:x-1/ü,y"));
    }

    @Test
    void notBindsTighterThanAndAndAndTighterThanOr() throws TagExpressionException {
        assertThat(TagExpression.parse("a AND NOT b OR c AND d"))
                .isEqualTo(new Or(List.of(new And(List.of(A, new Not(B))), new And(List.of(C, D)))));
    }

    @Test
    void parenthesesGroup() throws TagExpressionException {
        assertThat(TagExpression.parse("a and (b or c)and not(d)"))
                .isEqualTo(new And(List.of(A, new Or(List.of(B, C)), new Not(D))));
    }

    @Test
    void quotesMakeATagOfAnything() throws TagExpressionException {
        assertThat(TagExpression.parse("\"on call\"OR\"and\" OR \"a \\\"(b)\\\\\""))
                .isEqualTo(new Or(List.of(new Tag("on call"), new Tag("and"), new Tag("a \"(b)\\"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b            | Expected AND, OR or the end but found 'b' at character 3",
                "a AND          | Expected a tag, NOT or '(' but found the end at character 6",
                "OR a           | Expected a tag, NOT or '(' but found 'OR' at character 1",
                "(a OR b        | Expected AND, OR or ')' but found the end at character 8",
                "a)             | Expected AND, OR or the end but found ')' at character 2",
                "()             | Expected a tag, NOT or '(' but found ')' at character 2",
                "a AND \"b      | The quote at character 7 is never closed",
                "a OR \" \"     | The tag at character 6 is empty",
                "a \"b\"        | Expected AND, OR or the end but found '\"' at character 3",
                "NOT            | Expected a tag, NOT or '(' but found the end at character 4",
            })
    void whatIsWrongIsSaidWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> TagExpression.parse(text))
                .isInstanceOf(TagExpressionException.class)
                .hasMessage(message);
    }

    @Test
    void lengthAndDepthAreBounded() throws TagExpressionException {
        TagExpression.parse("a OR ".repeat(TagExpression.MOST_TAGS - 1) + "a");
        assertThatThrownBy(() -> TagExpression.parse("a OR ".repeat(TagExpression.MOST_TAGS) + "a"))
                .hasMessage("More than 100 tags");
        TagExpression.parse("(".repeat(TagExpression.DEEPEST - 1) + "a" + ")".repeat(TagExpression.DEEPEST - 1));
        assertThatThrownBy(() -> TagExpression.parse("(".repeat(100_000)))
                .hasMessage("More than 50 parentheses and NOTs inside each other");
        assertThatThrownBy(() -> TagExpression.parse("NOT ".repeat(100_000) + "a"))
                .isInstanceOf(TagExpressionException.class);
    }

    @Property(tries = 500)
    void whatIsWrittenIsReadAsTheSame(@ForAll("expressions") TagExpression expression) throws TagExpressionException {
        assertThat(TagExpression.parse(expression.toString())).isEqualTo(expression);
    }

    @Property(tries = 500)
    void anyTextIsReadOrRefused(@ForAll("texts") String text) {
        try {
            assertThat(TagExpression.parse(text).tags()).isNotEmpty();
        } catch (TagExpressionException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(50),
                Arbitraries.of("a", " ", "(", ")", "\"", "\\", " AND ", " OR ", "NOT ")
                        .list()
                        .ofMaxSize(12)
                        .map(parts -> String.join("", parts)));
    }

    @Provide
    Arbitrary<TagExpression> expressions() {
        Arbitrary<TagExpression> tag = Arbitraries.of("a", "B", "on call", "and", "q\"uote", "back\\slash", "(", "x:y")
                .map(Tag::new);
        return nested(nested(nested(tag)));
    }

    private static Arbitrary<TagExpression> nested(Arbitrary<TagExpression> inner) {
        return Arbitraries.oneOf(
                inner,
                inner.map(Not::new),
                inner.list().ofMinSize(2).ofMaxSize(3).map(And::new),
                inner.list().ofMinSize(2).ofMaxSize(3).map(Or::new));
    }
}
