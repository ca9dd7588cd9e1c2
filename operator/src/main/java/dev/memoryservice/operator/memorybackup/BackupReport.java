package dev.memoryservice.operator.memorybackup;

import static dev.memoryservice.operator.status.ConditionType.ACCEPTED;
import static dev.memoryservice.operator.status.ConditionType.COMPLETED;
import static dev.memoryservice.operator.status.ConditionType.VERIFIED;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.crds.v1alpha1.backup.BackupPhase;
import dev.memoryservice.crds.v1alpha1.status.MemoryBackupStatus;
import dev.memoryservice.operator.backup.BackupRegistry;
import dev.memoryservice.operator.backup.ServerBackup;
import dev.memoryservice.operator.status.Conditions;
import dev.memoryservice.operator.status.Finding;
import dev.memoryservice.operator.validation.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the status of a MemoryBackup. The same observation gives an equal status, so nothing is written for it. */
final class BackupReport {

    private final MemoryBackup backup;
    private final BackupObservation observation;
    private final BackupPhase phase;
    private final Optional<ServerBackup> server;
    private final Optional<String> message;

    private BackupReport(MemoryBackup backup, BackupObservation observation) {
        this.backup = backup;
        this.observation = observation;
        this.phase = observation
                .progress()
                .map(BackupProgress::phase)
                .orElseGet(() -> Objects.requireNonNullElse(backup.reported().phase(), BackupPhase.PENDING));
        this.server = observation.progress().flatMap(BackupProgress::backup);
        this.message = observation.refusal().map(Refusal::message).or(() -> observation
                .progress()
                .flatMap(BackupProgress::message));
    }

    static MemoryBackupStatus of(MemoryBackup backup, BackupObservation observation) {
        return new BackupReport(backup, observation).status();
    }

    private MemoryBackupStatus status() {
        MemoryBackupStatus before = backup.reported();
        Long generation = backup.getMetadata().getGeneration();
        return new MemoryBackupStatus(
                generation,
                phase,
                Conditions.of(findings(), generation, before.conditions(), observation.now()),
                server.map(ServerBackup::id).orElseGet(() -> BackupRegistry.id(backup)),
                server.map(ServerBackup::trigger)
                        .filter(trigger -> !trigger.isBlank())
                        .orElse(before.trigger()),
                server.flatMap(ServerBackup::startedAt)
                        .map(BackupReport::second)
                        .orElse(before.startedAt()),
                server.flatMap(ServerBackup::completedAt)
                        .map(BackupReport::second)
                        .orElse(before.completedAt()),
                server.map(ServerBackup::sizeBytes).filter(size -> size > 0).orElse(before.sizeBytes()),
                server.flatMap(ServerBackup::memories).orElse(before.memories()),
                server.map(ServerBackup::encrypted).orElse(before.encrypted()),
                server.flatMap(ServerBackup::verifiedAt)
                        .map(BackupReport::second)
                        .orElse(before.verifiedAt()),
                message.orElse(null));
    }

    private List<Finding> findings() {
        return Stream.of(Optional.of(accepted()), Optional.of(completed()), verified())
                .flatMap(Optional::stream)
                .toList();
    }

    private Finding accepted() {
        return observation
                .refusal()
                .map(refusal -> Finding.no(ACCEPTED, refusal.reason(), refusal.message()))
                .orElseGet(() -> Finding.yes(ACCEPTED, "Valid", "the spec is carried out"));
    }

    private Finding completed() {
        String id = server.map(ServerBackup::id).orElseGet(() -> BackupRegistry.id(backup));
        return switch (phase) {
            case PENDING ->
                Finding.unknown(
                        COMPLETED, "Pending", message.orElse("the server has not been asked for the backup yet"));
            case RUNNING -> Finding.unknown(COMPLETED, "Running", "the server makes the backup " + id);
            case VERIFYING -> Finding.unknown(COMPLETED, "Verifying", "the backup %s is made".formatted(id));
            case SUCCEEDED -> Finding.yes(COMPLETED, "Succeeded", "the backup %s is made and there".formatted(id));
            case FAILED ->
                Finding.no(
                        COMPLETED,
                        "Failed",
                        "the backup %s failed: %s".formatted(id, message.orElse("no reason was given")));
            case DELETED -> Finding.no(COMPLETED, "Deleted", "the backup %s is no longer there".formatted(id));
        };
    }

    private Optional<Finding> verified() {
        Optional<String> at = server.flatMap(ServerBackup::verifiedAt)
                .map(BackupReport::second)
                .or(() -> Optional.ofNullable(backup.reported().verifiedAt()));
        if (server.map(ServerBackup::verification)
                .filter(proof -> proof.state() == ServerBackup.VerificationState.FAILED)
                .isPresent()) {
            return Optional.of(Finding.no(
                    VERIFIED,
                    "VerificationFailed",
                    "the backup could not be restored for a trial: "
                            + server.get().verification().message()));
        }
        return at.map(time -> Finding.yes(VERIFIED, "Restored", "it was restored for a trial with success at " + time))
                .or(() -> backup.getSpec().verify()
                        ? Optional.of(Finding.unknown(VERIFIED, "NotYet", "it was not restored for a trial yet"))
                        : Optional.empty());
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
