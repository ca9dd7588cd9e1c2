package dev.memoryservice.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.operator.testing.Services;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DueBackupsTest {

    private final DueBackups due = new DueBackups();

    /** The 21st of November 2026 is a Saturday. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            0 3 * * *            | Etc/UTC          | 2026-11-21T03:00:40Z | 2026-11-22T03:00:00Z
            0 3 * * *            | Etc/UTC          | 2026-11-21T02:59:59Z | 2026-11-21T03:00:00Z
            0 3 * * *            | America/New_York | 2026-11-21T03:00:40Z | 2026-11-21T08:00:00Z
            * * * * *            | Etc/UTC          | 2026-11-21T03:00:40Z | 2026-11-21T03:01:00Z
            */15 8-18/2 * * *    | Etc/UTC          | 2026-11-21T08:46:00Z | 2026-11-21T10:00:00Z
            30 2 * * mon,THU     | Etc/UTC          | 2026-11-21T03:00:00Z | 2026-11-23T02:30:00Z
            0 0 * * 0            | Etc/UTC          | 2026-11-21T03:00:00Z | 2026-11-22T00:00:00Z
            0 0 13 * 5           | Etc/UTC          | 2026-11-21T03:00:00Z | 2026-11-27T00:00:00Z
            0 0 ? jan ?          | Etc/UTC          | 2026-11-21T03:00:00Z | 2027-01-01T00:00:00Z
            0 0 29 2 *           | Etc/UTC          | 2026-11-21T03:00:00Z | 2028-02-29T00:00:00Z
            @hourly              | Etc/UTC          | 2026-11-21T03:00:40Z | 2026-11-21T04:00:00Z
            @daily               | Etc/UTC          | 2026-11-21T03:00:40Z | 2026-11-22T00:00:00Z
            @midnight            | Etc/UTC          | 2026-11-21T03:00:40Z | 2026-11-22T00:00:00Z
            @weekly              | Etc/UTC          | 2026-11-21T03:00:40Z | 2026-11-22T00:00:00Z
            @monthly             | Etc/UTC          | 2026-11-21T03:00:40Z | 2026-12-01T00:00:00Z
            @yearly              | Etc/UTC          | 2026-11-21T03:00:40Z | 2027-01-01T00:00:00Z
            @annually            | Etc/UTC          | 2026-11-21T03:00:40Z | 2027-01-01T00:00:00Z
            """)
    void theFirstOneAfterATimeIsDueByTheSchedule(String schedule, String zone, Instant time, Instant expected) {
        assertThat(due.after(time, backup(schedule, zone))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 20-8 * * *", "99 3 * * *", "never"})
    void aScheduleThatIsNoneIsNeverDue(String schedule) {
        assertThat(due.after(Instant.EPOCH, backup(schedule, "Etc/UTC"))).isEmpty();
    }

    @Test
    void aTimeZoneThatIsNoneIsNotGuessed() {
        assertThat(due.after(Instant.EPOCH, backup("0 3 * * *", "Europe/Nowhere")))
                .isEmpty();
    }

    private static BackupSpec backup(String schedule, String zone) {
        return Services.withSpec("backup: {schedule: \"%s\", timeZone: %s}".formatted(schedule, zone))
                .declared()
                .givenBackup()
                .orElseThrow();
    }
}
