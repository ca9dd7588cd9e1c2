package dev.memoryservice.server.backup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which backups are kept: the last ones, the last one of each of the last days that have one, and of each of the last
 * weeks; days and ISO weeks of UTC. Days without a backup do not count, so a server that was away loses none for it.
 *
 * @param last how many of the newest
 * @param daily for how many days
 * @param weekly for how many weeks
 */
public record Retention(int last, int daily, int weekly) {

    /** A backup that may be deleted. */
    record Candidate(String id, Instant at) {}

    /** Whether nothing at all would be kept. */
    public boolean keepsNothing() {
        return last == 0 && daily == 0 && weekly == 0;
    }

    /** The ids of those that are kept. */
    Set<String> keep(List<Candidate> candidates) {
        List<Candidate> newestFirst = candidates.stream()
                .sorted(Comparator.comparing(Candidate::at)
                        .thenComparing(Candidate::id)
                        .reversed())
                .toList();
        Set<String> kept = new HashSet<>();
        newestFirst.stream().limit(last).forEach(candidate -> kept.add(candidate.id()));
        keepOneOfEach(newestFirst, Retention::day, daily, kept);
        keepOneOfEach(newestFirst, Retention::week, weekly, kept);
        return kept;
    }

    private static void keepOneOfEach(
            List<Candidate> newestFirst, Function<Candidate, Object> period, int most, Set<String> kept) {
        Set<Object> periods = new HashSet<>();
        for (Candidate candidate : newestFirst) {
            if (periods.size() < most && periods.add(period.apply(candidate))) {
                kept.add(candidate.id());
            }
        }
    }

    private static Object day(Candidate candidate) {
        return LocalDate.ofInstant(candidate.at(), ZoneOffset.UTC);
    }

    private static Object week(Candidate candidate) {
        LocalDate day = LocalDate.ofInstant(candidate.at(), ZoneOffset.UTC);
        return List.of(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
}
