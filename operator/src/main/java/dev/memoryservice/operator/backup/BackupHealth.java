package dev.memoryservice.operator.backup;

import static dev.memoryservice.operator.status.ConditionType.BACKUP_HEALTHY;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.status.BackupStatus;
import dev.memoryservice.operator.status.Conditions;
import dev.memoryservice.operator.status.Finding;
import dev.memoryservice.operator.validation.Refusal;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Decides how the backups of a service are from what its server and its CronJob say. */
final class BackupHealth {

    private final MemoryService service;
    private final Optional<Refusal> secrets;
    private final Optional<BackupList> list;
    private final Optional<CronJobStatus> schedule;
    private final Supplier<Optional<String>> lastWords;

    /**
     * @param secrets what is wrong with the Secrets that backups need
     * @param lastWords what the latest Job ended with; asked only when it failed
     */
    BackupHealth(
            MemoryService service,
            Optional<Refusal> secrets,
            Optional<BackupList> list,
            Optional<CronJob> schedule,
            Supplier<Optional<String>> lastWords) {
        this.service = service;
        this.secrets = secrets;
        this.list = list;
        this.schedule = schedule.map(CronJob::getStatus);
        this.lastWords = lastWords;
    }

    BackupState state() {
        return new BackupState(health(), list.map(BackupHealth::status));
    }

    private Finding health() {
        if (secrets.isPresent()) {
            return Finding.no(
                    BACKUP_HEALTHY, secrets.get().reason(), secrets.get().message());
        }
        return list.map(this::health).orElseGet(this::unasked);
    }

    private Finding health(BackupList known) {
        Optional<ServerBackup> newest = known.newest();
        if (known.problem().isPresent()) {
            return Finding.no(
                    BACKUP_HEALTHY,
                    "RepositoryNotReadable",
                    "the server cannot say which backups there are: %s; %s"
                            .formatted(known.problem().get(), BackupPlace.of(service)));
        }
        if (failedSince(newest)) {
            return Finding.no(BACKUP_HEALTHY, "BackupFailed", failure(known));
        }
        Optional<ServerBackup> failed = known.newestFailure();
        if (failed.isPresent()) {
            return Finding.no(
                    BACKUP_HEALTHY,
                    "BackupFailed",
                    "the backup %s failed: %s"
                            .formatted(failed.get().id(), explained(failed.get().message(), known)));
        }
        return newest.map(this::health)
                .orElseGet(() -> Finding.unknown(
                        BACKUP_HEALTHY,
                        "NoBackupYet",
                        BackupScheduleDependent.isSuspended(service)
                                ? "there is no backup, and the schedule is suspended; make a MemoryBackup, or set suspend"
                                        + " to false"
                                : "there is no backup yet; the first one is made by the schedule"));
    }

    /** The Job of the schedule ended without success, and no backup was made since it was started. */
    private boolean failedSince(Optional<ServerBackup> newest) {
        Optional<Instant> scheduled =
                schedule.map(CronJobStatus::getLastScheduleTime).map(Instant::parse);
        boolean runs = schedule.filter(status -> !status.getActive().isEmpty()).isPresent();
        Optional<Instant> success = Stream.of(
                        schedule.map(CronJobStatus::getLastSuccessfulTime).map(Instant::parse),
                        newest.flatMap(ServerBackup::completedAt))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
        return !runs
                && scheduled
                        .filter(start ->
                                success.filter(time -> !time.isBefore(start)).isEmpty())
                        .isPresent();
    }

    private String failure(BackupList known) {
        String when = schedule.map(CronJobStatus::getLastScheduleTime).orElse("");
        String why = lastWords
                .get()
                .or(() -> known.backups().stream()
                        .filter(backup -> backup.state() == ServerBackup.State.FAILED)
                        .map(ServerBackup::message)
                        .findFirst())
                .orElse("see the logs of its Pods");
        return "the backup of the schedule at %s failed: %s".formatted(when, explained(why, known));
    }

    /** Why, where it was to be, and what there is nevertheless. */
    private String explained(String why, BackupList known) {
        return "%s; %s; the newest one is %s"
                .formatted(
                        why,
                        BackupPlace.of(service),
                        known.newest().map(BackupHealth::describe).orElse("none"));
    }

    private Finding health(ServerBackup newest) {
        return switch (newest.verification().state()) {
            case FAILED ->
                Finding.no(
                        BACKUP_HEALTHY,
                        "VerificationFailed",
                        "the backup %s could not be restored for a trial: %s; make a MemoryBackup, and see the disks of the"
                                        .formatted(
                                                newest.id(),
                                                newest.verification().message())
                                + " volume if it fails, too");
            case SUCCEEDED ->
                Finding.yes(
                        BACKUP_HEALTHY,
                        "Verified",
                        "the newest backup is %s, restored for a trial with success".formatted(describe(newest)));
            case NONE, RUNNING -> Finding.yes(BACKUP_HEALTHY, "Made", "the newest backup is " + describe(newest));
        };
    }

    private static String describe(ServerBackup backup) {
        return "%s of %s"
                .formatted(
                        backup.id(),
                        backup.completedAt().map(BackupHealth::second).orElse("an unknown time"));
    }

    /** An operator that has only just started knows nothing new: what was true is said until the server was asked. */
    private Finding unasked() {
        return Conditions.find(service.reported().conditions(), BACKUP_HEALTHY.label())
                .filter(condition -> service.getMetadata().getGeneration().equals(condition.getObservedGeneration()))
                .map(condition -> Conditions.repeated(BACKUP_HEALTHY, condition))
                .orElseGet(() -> Finding.unknown(
                        BACKUP_HEALTHY, "NotAsked", "the server was not asked for its backups yet; it does not run"));
    }

    private static BackupStatus status(BackupList known) {
        Optional<ServerBackup> newest = known.newest();
        return new BackupStatus(
                newest.flatMap(ServerBackup::completedAt)
                        .map(BackupHealth::second)
                        .orElse(null),
                known.backups().stream()
                        .map(ServerBackup::verifiedAt)
                        .flatMap(Optional::stream)
                        .max(Comparator.naturalOrder())
                        .map(BackupHealth::second)
                        .orElse(null),
                newest.flatMap(ServerBackup::memories).orElse(null),
                newest.map(ServerBackup::id).orElse(null),
                (int) known.backups().stream().filter(ServerBackup::isComplete).count());
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
