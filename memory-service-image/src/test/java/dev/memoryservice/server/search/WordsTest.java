package dev.memoryservice.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void questionWordsDoNotCount() {
        assertThat(Words.ofQuestion("What did the team decide about DB-7.example.com?"))
                .containsExactly("team", "decide", "db", "7", "example", "com");
    }

    @Test
    void aQuestionOfQuestionWordsOnlyKeepsThem() {
        assertThat(Words.ofQuestion("The Who?")).containsExactly("the", "who");
    }

    @Test
    void aQuestionHasABoundedNumberOfWordsWithoutRepeats() {
        String long10000 = IntStream.range(0, 10_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));

        assertThat(Words.ofQuestion(long10000)).hasSize(Words.MOST_IN_QUESTION);
        assertThat(Words.ofQuestion("again Again AGAIN")).containsExactly("again");
        assertThat(Words.ofQuestion("what ".repeat(10_000))).containsExactly("what");
    }

    @Test
    void wordsAreRunsOfLettersDigitsAndMarks() {
        assertThat(Words.count("")).isZero();
        assertThat(Words.count("one, two-three 4.5 e\u0301t\u0301 👍 記憶")).isEqualTo(7);
    }

    @Property
    void anyTextCanBeSplit(@ForAll String text) {
        assertThat(Words.count(text)).isBetween(0, text.length());
        assertThat(Words.ofQuestion(text)).allMatch(word -> Words.count(word) >= 1);
    }
}
