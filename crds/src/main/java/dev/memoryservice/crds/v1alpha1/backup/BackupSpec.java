package dev.memoryservice.crds.v1alpha1.backup;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Objects;
import java.util.Optional;

/** Backups of the memories: when, where to, and which of them are kept. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.schedule) || self.schedule.matches('" + BackupSpec.MACRO + "')"
                + " || self.schedule.matches('" + BackupSpec.CRON + "')",
        message =
                "schedule is not one: give the five fields of cron, minute (0-59), hour (0-23), day of the month (1-31),"
                        + " month (1-12 or jan-dec) and day of the week (0-6, 0 is Sunday, or sun-sat), each a *, a value, a range, a step or"
                        + " a list, for example \"0 3 * * *\", or @hourly, @daily, @weekly, @monthly",
        fieldPath = ".schedule")
@ValidationRule(
        value = "!has(self.timeZone) || self.timeZone.lowerAscii() != 'local'",
        message = "timeZone is Local, which is another on every machine; give the name of a time zone, for example"
                + " Europe/Berlin",
        fieldPath = ".timeZone")
@ValidationRule(
        value = "!(has(self.storage) && has(self.s3))",
        message = "storage and s3 are both given, but backups are kept in one place; remove one of them",
        fieldPath = ".s3")
public record BackupSpec(
        @JsonPropertyDescription("When a backup is made, as the five fields of cron (minute, hour, day of the month,"
                + " month, day of the week), for example \"30 2 * * *\", or @hourly, @daily, @weekly, @monthly."
                + " Default: 0 3 * * *, every night at three.")
        @Default(BackupSpec.DEFAULT_SCHEDULE)
        @Size(min = 1, max = 200)
        String schedule,

        @JsonPropertyDescription(
                "Time zone of the schedule, a name of the IANA database such as Europe/Berlin." + " Default: Etc/UTC.")
        @Default(BackupSpec.DEFAULT_TIME_ZONE)
        @Pattern("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$")
        @Size(max = 64)
        String timeZone,

        @JsonPropertyDescription(
                "true makes no backups by the schedule; MemoryBackups are still carried out. The spec's"
                        + " own suspend suspends the schedule, too. Default: false.")
        @Default("false")
        Boolean suspend,

        @JsonPropertyDescription(
                "Which backups are kept. Default: the last 7, the newest of each of the last 14 days, and"
                        + " the newest of each of the last 8 weeks.")
        RetentionSpec retention,

        @JsonPropertyDescription("true restores every backup of the schedule into a scratch store, compares counts and"
                + " checksums, and searches in it. Default: true.")
        @Default("true")
        Boolean verify,

        @JsonPropertyDescription(
                "The volume that backups are kept on, another than that of the memories. Default, without"
                        + " s3: a volume of 10Gi.")
        BackupStorageSpec storage,

        @JsonPropertyDescription("The S3-compatible bucket that backups are kept in, in place of a volume.")
        S3Spec s3,

        @JsonPropertyDescription("Encrypts backups with AES-256-GCM. Default: they are not encrypted.")
        EncryptionSpec encryption,

        @JsonPropertyDescription(
                "CPU and memory of the Job that asks the server for a backup, in the form of a container's"
                        + " `resources`; the server itself does the work. Default: requests of 20m CPU and 96Mi memory, a limit of"
                        + " 256Mi memory. What is given replaces the default as a whole.")
        ResourceRequirements resources) {

    static final String DEFAULT_SCHEDULE = "0 3 * * *";
    static final String DEFAULT_TIME_ZONE = "Etc/UTC";

    /** What Kubernetes' CronJob understands, ranges that run backwards excepted, which it refuses itself. */
    static final String MACRO = "^@(hourly|daily|midnight|weekly|monthly|yearly|annually)$";

    private static final String STEP = "(/[1-9][0-9]{0,2})?";
    private static final String MINUTE = "[0-5]?[0-9]";
    private static final String HOUR = "([01]?[0-9]|2[0-3])";
    private static final String DAY = "(0?[1-9]|[12][0-9]|3[01])";
    private static final String MONTH = "(0?[1-9]|1[0-2]|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))";
    private static final String WEEKDAY = "([0-6]|(?i:sun|mon|tue|wed|thu|fri|sat))";

    private static final String MINUTES = "([*?]|" + MINUTE + "(-" + MINUTE + ")?)" + STEP;
    private static final String HOURS = "([*?]|" + HOUR + "(-" + HOUR + ")?)" + STEP;
    private static final String DAYS = "([*?]|" + DAY + "(-" + DAY + ")?)" + STEP;
    private static final String MONTHS = "([*?]|" + MONTH + "(-" + MONTH + ")?)" + STEP;
    private static final String WEEKDAYS = "([*?]|" + WEEKDAY + "(-" + WEEKDAY + ")?)" + STEP;

    static final String CRON = "^" + MINUTES + "(," + MINUTES + ")* +" + HOURS + "(," + HOURS + ")* +" + DAYS + "(,"
            + DAYS + ")* +" + MONTHS + "(," + MONTHS + ")* +" + WEEKDAYS + "(," + WEEKDAYS + ")*$";

    public BackupSpec {
        schedule = Objects.requireNonNullElse(schedule, DEFAULT_SCHEDULE);
        timeZone = Objects.requireNonNullElse(timeZone, DEFAULT_TIME_ZONE);
        suspend = Objects.requireNonNullElse(suspend, false);
        retention = Objects.requireNonNullElse(retention, RetentionSpec.defaults());
        verify = Objects.requireNonNullElse(verify, true);
    }

    /** The volume; empty where backups go to a bucket. */
    @JsonIgnore
    public Optional<BackupStorageSpec> volume() {
        return s3 == null
                ? Optional.of(Objects.requireNonNullElse(storage, BackupStorageSpec.defaults()))
                : Optional.empty();
    }

    /** The bucket; empty where backups go to a volume. */
    @JsonIgnore
    public Optional<S3Spec> givenS3() {
        return Optional.ofNullable(s3);
    }

    @JsonIgnore
    public Optional<EncryptionSpec> givenEncryption() {
        return Optional.ofNullable(encryption);
    }

    @JsonIgnore
    public Optional<ResourceRequirements> givenResources() {
        return Optional.ofNullable(resources);
    }
}
