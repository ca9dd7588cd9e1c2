package dev.memoryservice.operator.backup;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The backups of one server, as it said them last.
 *
 * @param backups newest first
 * @param problem why the server could not say them last; then these are the ones that it said before
 */
public record BackupList(List<ServerBackup> backups, Optional<String> problem) {

    public BackupList {
        backups = List.copyOf(backups);
    }

    /** The newest one that is complete. */
    Optional<ServerBackup> newest() {
        return newestNotAfter(Instant.MAX);
    }

    /** The newest one that failed, if none was completed that was begun after it. */
    Optional<ServerBackup> newestFailure() {
        Instant completed = newest().flatMap(ServerBackup::startedAt).orElse(Instant.MIN);
        return backups.stream()
                .filter(backup -> backup.state() == ServerBackup.State.FAILED)
                .filter(backup -> backup.startedAt().filter(completed::isBefore).isPresent())
                .max(Comparator.comparing(backup -> backup.startedAt().orElse(Instant.MIN)));
    }

    /** The newest complete one that was begun at the time or before it. */
    public Optional<ServerBackup> newestNotAfter(Instant time) {
        return backups.stream()
                .filter(ServerBackup::isComplete)
                .filter(backup ->
                        backup.startedAt().filter(begun -> begun.isAfter(time)).isEmpty())
                .max(Comparator.comparing(backup -> backup.startedAt().orElse(Instant.MIN)));
    }

    /** The one of this id. */
    public Optional<ServerBackup> find(String id) {
        return backups.stream().filter(backup -> backup.id().equals(id)).findFirst();
    }
}
