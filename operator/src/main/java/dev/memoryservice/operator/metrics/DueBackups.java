package dev.memoryservice.operator.metrics;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When backups are due by their schedules, as Kubernetes' CronJob reads these. For one answer to Prometheus: many services
 * have the same schedule, which is read once.
 */
final class DueBackups {

    private static final CronDefinition FIELDS = CronDefinitionBuilder.defineCron()
            .withMinutes()
            .withStrictRange()
            .and()
            .withHours()
            .withStrictRange()
            .and()
            .withDayOfMonth()
            .withStrictRange()
            .and()
            .withMonth()
            .withStrictRange()
            .and()
            .withDayOfWeek()
            .withValidRange(0, 6)
            .withMondayDoWValue(1)
            .withStrictRange()
            .and()
            .withSupportedNicknameHourly()
            .withSupportedNicknameDaily()
            .withSupportedNicknameMidnight()
            .withSupportedNicknameWeekly()
            .withSupportedNicknameMonthly()
            .withSupportedNicknameYearly()
            .withSupportedNicknameAnnually()
            .instance();

    private final CronParser parser = new CronParser(FIELDS);
    private final Map<String, Optional<ExecutionTime>> schedules = new HashMap<>();

    /** When the first backup after this time is due; empty where the schedule or its time zone is none. */
    Optional<Instant> after(Instant time, BackupSpec backup) {
        try {
            ZonedDateTime begin = time.atZone(ZoneId.of(backup.timeZone()));
            return schedules
                    .computeIfAbsent(backup.schedule(), this::read)
                    .flatMap(schedule -> schedule.nextExecution(begin))
                    .map(ZonedDateTime::toInstant);
        } catch (DateTimeException unknownZone) {
            return Optional.empty();
        }
    }

    private Optional<ExecutionTime> read(String schedule) {
        try {
            // To a CronJob both mean any.
            return Optional.of(ExecutionTime.forCron(parser.parse(schedule.replace('?', '*'))));
        } catch (IllegalArgumentException refused) {
            // The CronJob was refused as well, and the resource says so.
            return Optional.empty();
        }
    }
}
