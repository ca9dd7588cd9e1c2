package dev.memoryservice.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.backup.Retention.Candidate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is kept of backups. */
class RetentionTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Provide
    Arbitrary<List<Candidate>> backups() {
        return Arbitraries.longs()
                .between(0, 200L * 24 * 60)
                .list()
                .ofMaxSize(60)
                .map(minutes -> {
                    List<Candidate> candidates = new ArrayList<>();
                    for (long minute : minutes) {
                        candidates.add(new Candidate("b" + candidates.size(), START.plus(Duration.ofMinutes(minute))));
                    }
                    return candidates;
                });
    }

    @Provide
    Arbitrary<Retention> retentions() {
        Arbitrary<Integer> count = Arbitraries.integers().between(0, 12);
        return Combinators.combine(count, count, count).as(Retention::new);
    }

    private static List<Candidate> newestFirst(List<Candidate> backups) {
        return backups.stream()
                .sorted(Comparator.comparing(Candidate::at)
                        .thenComparing(Candidate::id)
                        .reversed())
                .toList();
    }

    private static LocalDate day(Candidate backup) {
        return LocalDate.ofInstant(backup.at(), ZoneOffset.UTC);
    }

    @Property
    void theLastOnesAreKept(@ForAll("backups") List<Candidate> backups, @ForAll("retentions") Retention retention) {
        assertThat(retention.keep(backups))
                .containsAll(newestFirst(backups).stream()
                        .limit(retention.last())
                        .map(Candidate::id)
                        .toList());
    }

    @Property
    void ofEachOfTheLastDaysTheLastOneIsKept(
            @ForAll("backups") List<Candidate> backups, @ForAll("retentions") Retention retention) {
        Set<String> kept = retention.keep(backups);
        List<LocalDate> days = newestFirst(backups).stream()
                .map(RetentionTest::day)
                .distinct()
                .limit(retention.daily())
                .toList();
        for (LocalDate day : days) {
            Candidate last = newestFirst(backups).stream()
                    .filter(backup -> day(backup).equals(day))
                    .findFirst()
                    .orElseThrow();
            assertThat(kept).contains(last.id());
        }
    }

    @Property
    void noMoreIsKeptThanWasAskedFor(
            @ForAll("backups") List<Candidate> backups, @ForAll("retentions") Retention retention) {
        assertThat(retention.keep(backups))
                .hasSizeLessThanOrEqualTo(retention.last() + retention.daily() + retention.weekly());
        assertThat(retention.keepsNothing() && !retention.keep(backups).isEmpty())
                .isFalse();
    }

    /** Pruning twice is pruning once, and what came later never brings back a need for what is gone. */
    @Property
    void whatIsKeptStaysKept(@ForAll("backups") List<Candidate> backups, @ForAll("retentions") Retention retention) {
        Set<String> kept = retention.keep(backups);

        assertThat(retention.keep(backups.stream()
                        .filter(backup -> kept.contains(backup.id()))
                        .toList()))
                .isEqualTo(kept);
    }

    @Property
    void theNewestIsKeptWheneverAnythingIs(
            @ForAll("backups") List<Candidate> backups, @ForAll("retentions") Retention retention) {
        if (!retention.keepsNothing() && !backups.isEmpty()) {
            assertThat(retention.keep(backups))
                    .contains(newestFirst(backups).getFirst().id());
        }
    }

    @Example
    void aMonthOfDailyBackupsIsThinnedOut() {
        List<Candidate> backups = new ArrayList<>();
        for (int day = 1; day <= 31; day++) {
            Instant at = Instant.parse("2026-10-%02dT03:00:00Z".formatted(day));
            backups.add(new Candidate("oct-%02d".formatted(day), at));
        }

        // The 31st is a Saturday; the weeks before end on the 25th, the 18th and the 11th.
        assertThat(new Retention(2, 4, 4).keep(backups))
                .containsExactlyInAnyOrder("oct-31", "oct-30", "oct-29", "oct-28", "oct-25", "oct-18", "oct-11");
    }
}
