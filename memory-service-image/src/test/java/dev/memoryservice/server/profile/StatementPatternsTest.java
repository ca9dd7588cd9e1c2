package dev.memoryservice.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.profile.StatementPatterns.Found;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementPatternsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "My name is Ada Lovelace.|IDENTITY|name",
                "I live in Lisbon now|IDENTITY|home",
                "I moved to Porto last year.|IDENTITY|home",
                "my birthday is 4 May|IDENTITY|birthday",
                "I work at Contoso as a welder|WORK|work",
                "My favorite colour is green.|PREFERENCE|favourite colour",
                "I really like black coffee!|PREFERENCE|taste black coffee",
                "I don't like black coffee|PREFERENCE|taste black coffee",
                "I’m allergic to peanuts|PREFERENCE|",
                "My sister is called Ruth|PEOPLE|sister",
                "I always run before breakfast|HABIT|",
                "I speak Portuguese and Dutch|SKILL|",
                "I'm learning to sail|GOAL|",
                "The user prefers dark mode.|PREFERENCE|taste dark mode",
                "User lives in Oslo|IDENTITY|home"
            })
    void whatPeopleSayOfThemselvesIsFound(String text, String category, String subject) {
        assertThat(StatementPatterns.in(text)).singleElement().satisfies(found -> {
            assertThat(found.category()).hasToString(category);
            assertThat(found.subject().orElse(null)).isEqualTo(subject);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Do I like tea?",
                "I need help with a parser",
                "I want to know the time.",
                "If I like it, I buy it",
                "I have a question about Rust",
                "I'm not sure",
                "I like it.",
                "You live in Berlin",
                "The build works as before",
                "Eu gosto de café",
                ""
            })
    void whatHoldsForTheMomentOrIsNotAboutTheSpeakerIsLeftOut(String text) {
        assertThat(StatementPatterns.in(text)).isEmpty();
    }

    @Test
    void aSentenceWithTwoStatementsGivesBoth() {
        assertThat(StatementPatterns.in("Well, I love tea, but I hate instant coffee. It rains."))
                .extracting(Found::text)
                .containsExactly("I love tea", "I hate instant coffee");
    }

    @Test
    void aMegabyteWithoutASentenceIsReadInLinearTime() {
        assertThat(StatementPatterns.in("I I I, and I ".repeat(80_000))).isEmpty();
    }
}
