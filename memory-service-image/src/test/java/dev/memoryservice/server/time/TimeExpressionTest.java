package dev.memoryservice.server.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything is said on Wednesday, 20 May 2026, at half past three in the afternoon. */
class TimeExpressionTest {

    private static final ZonedDateTime NOW =
            LocalDateTime.parse("2026-05-20T15:30").atZone(ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "yesterday, 2026-05-19, 2026-05-20",
        "Today, 2026-05-20, 2026-05-21",
        "earlier today, 2026-05-20, 2026-05-21",
        "the day before yesterday, 2026-05-18, 2026-05-19",
        "last week, 2026-05-11, 2026-05-18",
        "during the previous week, 2026-05-11, 2026-05-18",
        "this week, 2026-05-18, 2026-05-25",
        "last month, 2026-04-01, 2026-05-01",
        "this month, 2026-05-01, 2026-06-01",
        "last quarter, 2026-01-01, 2026-04-01",
        "the current quarter, 2026-04-01, 2026-07-01",
        "last year, 2025-01-01, 2026-01-01",
        "this year, 2026-01-01, 2027-01-01",
        "past week, 2026-05-13, 2026-05-20T15:30",
        "in the past month, 2026-04-20, 2026-05-20T15:30",
        "last 3 days, 2026-05-17, 2026-05-20T15:30",
        "over the last two weeks, 2026-05-06, 2026-05-20T15:30",
        "the past few months, 2026-02-20, 2026-05-20T15:30",
        "past couple of years, 2024-05-20, 2026-05-20T15:30",
        "last 90 min, 2026-05-20T14:00, 2026-05-20T15:30",
        "last hour, 2026-05-20T14:30, 2026-05-20T15:30",
        "last 24h, 2026-05-19T15:30, 2026-05-20T15:30",
        "last day, 2026-05-19, 2026-05-20T15:30",
        "3 days ago, 2026-05-17, 2026-05-18",
        "a week ago, 2026-05-11, 2026-05-18",
        "2 weeks ago, 2026-05-04, 2026-05-11",
        "a few months ago, 2026-02-01, 2026-03-01",
        "one year ago, 2025-01-01, 2026-01-01",
        "2 hours ago, 2026-05-20T13:00, 2026-05-20T14:00",
        "recently, 2026-05-13, ",
    })
    void timesRelativeToNow(String text, String from, String until) {
        assertThat(parsed(text)).isEqualTo(range(from, until));
    }

    @ParameterizedTest
    @CsvSource({
        "Monday, 2026-05-18, 2026-05-19",
        "on wednesday, 2026-05-20, 2026-05-21",
        "thu, 2026-05-14, 2026-05-15",
        "this Tuesday, 2026-05-19, 2026-05-20",
        "last Monday, 2026-05-18, 2026-05-19",
        "last Wednesday, 2026-05-13, 2026-05-14",
        "Monday of last week, 2026-05-11, 2026-05-12",
        "sunday this week, 2026-05-24, 2026-05-25",
        "friday 2 weeks ago, 2026-05-08, 2026-05-09",
        "weekend, 2026-05-16, 2026-05-18",
        "last weekend, 2026-05-16, 2026-05-18",
        "March, 2026-03-01, 2026-04-01",
        "in May, 2026-05-01, 2026-06-01",
        "last May, 2025-05-01, 2025-06-01",
        "June, 2025-06-01, 2025-07-01",
        "sept. 2025, 2025-09-01, 2025-10-01",
        "March of last year, 2025-03-01, 2025-04-01",
        "december this year, 2026-12-01, 2027-01-01",
        "summer, 2025-06-01, 2025-09-01",
        "last summer, 2025-06-01, 2025-09-01",
        "this spring, 2026-03-01, 2026-06-01",
        "last spring, 2025-03-01, 2025-06-01",
        "winter 2024, 2024-12-01, 2025-03-01",
        "the fall of 2023, 2023-09-01, 2023-12-01",
        "Q1, 2026-01-01, 2026-04-01",
        "q3, 2025-07-01, 2025-10-01",
        "Q2 2025, 2025-04-01, 2025-07-01",
        "2025-Q2, 2025-04-01, 2025-07-01",
        "the second quarter of 2025, 2025-04-01, 2025-07-01",
        "in 2024, 2024-01-01, 2025-01-01",
        "the year 1999, 1999-01-01, 2000-01-01",
    })
    void periodsOfTheCalendar(String text, String from, String until) {
        assertThat(parsed(text)).isEqualTo(range(from, until));
    }

    @ParameterizedTest
    @CsvSource({
        "1 May, 2026-05-01",
        "'May 1st, 2025', 2025-05-01",
        "the 3rd of June, 2025-06-03",
        "3 jun 2024, 2024-06-03",
        "29 February, 2024-02-29",
        "2025-05-01, 2025-05-01",
        "2025/5/1, 2025-05-01",
        "1.5.2025, 2025-05-01",
        "13/5/2025, 2025-05-13",
        "5/13/2025, 2025-05-13",
        "5/5/2025, 2025-05-05",
    })
    void days(String text, LocalDate day) {
        assertThat(parsed(text)).isEqualTo(range(day.toString(), day.plusDays(1).toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-05, 2025-05-01, 2025-06-01",
        "2025-W18, 2025-04-28, 2025-05-05",
        "2026-W01, 2025-12-29, 2026-01-05",
        "2025-05-01T10:30, 2025-05-01T10:30, 2025-05-01T10:31",
        "2025-05-01T10:30:05Z, 2025-05-01T10:30:05, 2025-05-01T10:30:06",
        "2025-05-01T10:30:00.5+02:00, 2025-05-01T08:30:00.5, 2025-05-01T08:30:01.5",
        "2025-05-01..2025-05-07, 2025-05-01, 2025-05-08",
        "2025-05-01/2025-05-07, 2025-05-01, 2025-05-08",
        "2025-05-01T10:00Z/2025-05-01T12:00Z, 2025-05-01T10:00, 2025-05-01T12:01",
        "2020-2023, 2020-01-01, 2024-01-01",
    })
    void iso(String text, String from, String until) {
        assertThat(parsed(text)).isEqualTo(range(from, until));
    }

    @ParameterizedTest
    @CsvSource({
        "yesterday morning, 2026-05-19T05:00, 2026-05-19T12:00",
        "this afternoon, 2026-05-20T12:00, 2026-05-20T17:00",
        "tonight, 2026-05-20T21:00, 2026-05-21T05:00",
        "last night, 2026-05-19T21:00, 2026-05-20T05:00",
        "in the evening, 2026-05-19T17:00, 2026-05-19T21:00",
        "Monday evening, 2026-05-18T17:00, 2026-05-18T21:00",
        "the morning of 3 May, 2026-05-03T05:00, 2026-05-03T12:00",
        "2 days ago in the evening, 2026-05-18T17:00, 2026-05-18T21:00",
        "yesterday at 3pm, 2026-05-19T15:00, 2026-05-19T16:00",
        "15:30 yesterday, 2026-05-19T15:30, 2026-05-19T15:31",
        "10 am on Monday, 2026-05-18T10:00, 2026-05-18T11:00",
        "12am today, 2026-05-20T00:00, 2026-05-20T01:00",
        "12pm, 2026-05-20T12:00, 2026-05-20T13:00",
        "5pm, 2026-05-19T17:00, 2026-05-19T18:00",
    })
    void timesOfDay(String text, String from, String until) {
        assertThat(parsed(text)).isEqualTo(range(from, until));
    }

    @ParameterizedTest
    @CsvSource({
        "since Monday, 2026-05-18, ",
        "since yesterday 3pm, 2026-05-19T15:00, ",
        "from 2025-05-01 on, 2025-05-01, ",
        "starting last month, 2026-04-01, ",
        "before March 2025, , 2025-03-01",
        "prior to yesterday, , 2026-05-19",
        "after 2025-05-01, 2025-05-02, ",
        "after last week, 2026-05-18, ",
        "until yesterday, , 2026-05-20",
        "up to 2024, , 2025-01-01",
        "older than 2 weeks, , 2026-05-06T15:30",
        "newer than 3 days, 2026-05-17T15:30, ",
    })
    void oneSided(String text, String from, String until) {
        assertThat(parsed(text)).isEqualTo(range(from, until));
    }

    @ParameterizedTest
    @CsvSource({
        "between 1 May and 3 June, 2025-05-01, 2025-06-04",
        "between 1 June and 3 May, 2025-06-01, 2026-05-04",
        "from March to May 2024, 2024-03-01, 2024-06-01",
        "between March 2024 and May, 2024-03-01, 2024-06-01",
        "from November 2024 to February, 2024-11-01, 2025-03-01",
        "November to February 2025, 2024-11-01, 2025-03-01",
        "Thursday to Saturday, 2026-05-14, 2026-05-17",
        "from Wednesday to Friday, 2026-05-13, 2026-05-16",
        "Mon-Wed, 2026-05-18, 2026-05-21",
        "1 to 3 May, 2026-05-01, 2026-05-04",
        "May 1-3, 2026-05-01, 2026-05-04",
        "between the 1st and 3rd of May 2024, 2024-05-01, 2024-05-04",
        "from 2 weeks ago until yesterday, 2026-05-04, 2026-05-20",
        "between 9:00 and 17:00 yesterday, 2026-05-19T09:00, 2026-05-19T17:01",
        "from yesterday to now, 2026-05-19, 2026-05-20T15:30",
        "summer 2024 – winter 2024, 2024-06-01, 2025-03-01",
    })
    void twoSided(String text, String from, String until) {
        assertThat(parsed(text)).isEqualTo(range(from, until));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "zzz",
                "last",
                "since",
                "the",
                "31 June",
                "29 February 2025",
                "5/6/2025",
                "2025-13-01",
                "2025-W54",
                "25:00",
                "13pm",
                "0 days ago",
                "yesterday zzz",
                "between Monday",
                "from 2025-06-01 to 2025-05-01",
                "99999 days ago",
                "may the force be with you",
                "yesterday'; DROP TABLE memory; --"
            })
    void whatIsNoTimeIsNotRead(String text) {
        assertThat(TimeExpression.parse(text, NOW)).isEmpty();
    }

    @Test
    void daysBeginInTheTimeZone() {
        ZonedDateTime inWarsaw = Instant.parse("2026-05-20T22:30:00Z").atZone(ZoneId.of("Europe/Warsaw"));

        assertThat(TimeExpression.parse("today", inWarsaw))
                .contains(TimeRange.between(
                        Instant.parse("2026-05-20T22:00:00Z"), Instant.parse("2026-05-21T22:00:00Z")));
        // The clocks were put forward on 29 March: that day had 23 hours.
        assertThat(TimeExpression.parse("2026-03-29", inWarsaw))
                .contains(TimeRange.between(
                        Instant.parse("2026-03-28T23:00:00Z"), Instant.parse("2026-03-29T22:00:00Z")));
        assertThat(TimeExpression.parse("2025-05-01T10:00", inWarsaw)
                        .orElseThrow()
                        .from())
                .contains(Instant.parse("2025-05-01T08:00:00Z"));
    }

    @Test
    void aTimeThatHasNotBegunMeansTheOneBefore() {
        ZonedDateTime newYear = LocalDateTime.parse("2026-01-01T00:00").atZone(ZoneOffset.UTC);

        assertThat(TimeExpression.parse("December", newYear)).contains(range("2025-12-01", "2026-01-01"));
        assertThat(TimeExpression.parse("last December", newYear)).contains(range("2025-12-01", "2026-01-01"));
        assertThat(TimeExpression.parse("last winter", newYear)).contains(range("2024-12-01", "2025-03-01"));
        assertThat(TimeExpression.parse("last quarter", newYear)).contains(range("2025-10-01", "2026-01-01"));
        assertThat(TimeExpression.parse("last week", newYear)).contains(range("2025-12-22", "2025-12-29"));
    }

    @ParameterizedTest
    @CsvSource({
        "what did we decide last week about backups?, last week, what did we decide about backups?",
        "recall what I said yesterday morning, yesterday morning, recall what I said",
        "Notes from the last 3 days, from the last 3 days, Notes",
        "errors since Monday, since Monday, errors",
        "the release on 2025-05-01 and after, on 2025-05-01, the release and after",
        "İstanbul plans of last month, of last month, İstanbul plans",
        "decisions in May, in May, decisions",
    })
    void aTimeIsFoundInASentence(String text, String words, String rest) {
        TimeExpression.Mention mention = TimeExpression.find(text, NOW).orElseThrow();

        assertThat(mention.words()).isEqualTo(words);
        assertThat(mention.rest()).isEqualTo(rest);
        assertThat(TimeExpression.parse(words, NOW)).contains(mention.range());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "what may I eat?",
                "the sun and the moon",
                "fall detection",
                "march along",
                "issue 2024",
                "a second opinion",
                "the last straw",
                ""
            })
    void wordsThatMeanOtherThingsAreNoTimeInASentence(String text) {
        assertThat(TimeExpression.find(text, NOW)).isEmpty();
    }

    @Property(tries = 2_000)
    void anyTextIsReadOrRefused(@ForAll("texts") String text) {
        TimeExpression.parse(text, NOW);
        Optional<TimeExpression.Mention> mention = TimeExpression.find(text, NOW);
        mention.ifPresent(found -> assertThat(text).contains(found.words()));
    }

    @Test
    void longTextsAreRefusedWithoutBeingRead() {
        assertThat(TimeExpression.parse("yesterday" + " ".repeat(TimeExpression.LONGEST), NOW))
                .isEmpty();
        assertThat(TimeExpression.problem("z".repeat(1_000))).hasSizeLessThan(300);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                Arbitraries.of(
                                "last",
                                "week",
                                "3",
                                "99",
                                "ago",
                                "may",
                                "2024",
                                "between",
                                "and",
                                "the",
                                "of",
                                "31",
                                "february",
                                "q2",
                                "night",
                                "-",
                                "to",
                                "since",
                                "12:30",
                                "year",
                                "monday",
                                "9999",
                                "2025-05-01",
                                "now",
                                "this",
                                "at",
                                "summer",
                                "a few",
                                "days")
                        .list()
                        .ofMaxSize(9)
                        .map(words -> String.join(" ", words)));
    }

    private static TimeRange parsed(String text) {
        return TimeExpression.parse(text, NOW).orElseThrow(() -> new AssertionError("Not read: " + text));
    }

    private static TimeRange range(String from, String until) {
        return new TimeRange(
                Optional.ofNullable(from).map(TimeExpressionTest::instant),
                Optional.ofNullable(until).map(TimeExpressionTest::instant));
    }

    private static Instant instant(String text) {
        return (text.contains("T")
                        ? LocalDateTime.parse(text)
                        : LocalDate.parse(text).atStartOfDay())
                .toInstant(ZoneOffset.UTC);
    }
}
