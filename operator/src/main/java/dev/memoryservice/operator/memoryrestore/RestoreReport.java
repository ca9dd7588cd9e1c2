package dev.memoryservice.operator.memoryrestore;

import static dev.memoryservice.operator.status.ConditionType.ACCEPTED;
import static dev.memoryservice.operator.status.ConditionType.COMPLETED;

import dev.memoryservice.crds.v1alpha1.MemoryRestore;
import dev.memoryservice.crds.v1alpha1.backup.RestorePhase;
import dev.memoryservice.crds.v1alpha1.status.MemoryRestoreStatus;
import dev.memoryservice.operator.backup.ServerRestore;
import dev.memoryservice.operator.backup.ServerRestore.Changes;
import dev.memoryservice.operator.status.Conditions;
import dev.memoryservice.operator.status.Finding;
import dev.memoryservice.operator.validation.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Makes the status of a MemoryRestore. The same observation gives an equal status, so nothing is written for it. */
final class RestoreReport {

    private final MemoryRestore restore;
    private final Restoring restoring;
    private final RestorePhase phase;
    private final Optional<ServerRestore> server;
    private final Optional<String> message;

    private RestoreReport(MemoryRestore restore, Restoring restoring, Optional<RestoreProgress> progress) {
        this.restore = restore;
        this.restoring = restoring;
        this.phase = progress.map(RestoreProgress::phase).orElse(RestorePhase.PENDING);
        this.server = progress.flatMap(RestoreProgress::restore);
        this.message = restoring
                .refused()
                .map(Refusal::message)
                .or(() -> progress.flatMap(RestoreProgress::message))
                .or(() -> restoring instanceof Restoring.Waiting waiting
                        ? Optional.of(waiting.reason())
                        : Optional.empty());
    }

    static MemoryRestoreStatus of(
            MemoryRestore restore, Restoring restoring, Optional<RestoreProgress> progress, Instant now) {
        return new RestoreReport(restore, restoring, progress).status(now);
    }

    private MemoryRestoreStatus status(Instant now) {
        MemoryRestoreStatus before = restore.reported();
        Long generation = restore.getMetadata().getGeneration();
        Optional<Changes> changes = server.flatMap(ServerRestore::changes);
        return new MemoryRestoreStatus(
                generation,
                phase,
                Conditions.of(List.of(accepted(), completed()), generation, before.conditions(), now),
                server.flatMap(ServerRestore::backupId)
                        .or(() -> restoring.planned().flatMap(RestorePlan::backupId))
                        .orElse(before.backupId()),
                server.flatMap(ServerRestore::safetyBackupId).orElse(before.safetyBackupId()),
                phase == RestorePhase.RUNNING
                        ? server.map(ServerRestore::step)
                                .filter(step -> !step.isBlank())
                                .orElse(null)
                        : null,
                changes.map(Changes::added).orElse(before.added()),
                changes.map(Changes::removed).orElse(before.removed()),
                changes.map(Changes::changed).orElse(before.changed()),
                changes.map(Changes::unchanged).orElse(before.unchanged()),
                server.flatMap(ServerRestore::startedAt)
                        .map(RestoreReport::second)
                        .orElse(before.startedAt()),
                server.flatMap(ServerRestore::completedAt)
                        .map(RestoreReport::second)
                        .orElse(before.completedAt()),
                message.orElse(null));
    }

    private Finding accepted() {
        return restoring
                .refused()
                .map(refusal -> Finding.no(ACCEPTED, refusal.reason(), refusal.message()))
                .orElseGet(() -> Finding.yes(ACCEPTED, "Valid", "the spec is carried out"));
    }

    private Finding completed() {
        return switch (phase) {
            case PENDING -> Finding.unknown(COMPLETED, "Pending", message.orElse("the server has not been asked yet"));
            case RUNNING -> Finding.unknown(COMPLETED, "Running", message.orElse("the server carries out the restore"));
            case SUCCEEDED -> Finding.yes(COMPLETED, "Succeeded", success());
            case FAILED ->
                Finding.no(
                        COMPLETED,
                        "Failed",
                        "nothing was changed, because the restore failed: " + message.orElse("no reason was given"));
        };
    }

    private String success() {
        String done = restore.getSpec().dryRun() ? "nothing was changed, as dryRun asks; it would have been: " : "";
        return server.flatMap(ServerRestore::changes)
                .map(changes -> done
                        + "%d memories added, %d removed, %d changed, %d as they were"
                                .formatted(changes.added(), changes.removed(), changes.changed(), changes.unchanged()))
                .orElse(done + "everything is as in the backup");
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
