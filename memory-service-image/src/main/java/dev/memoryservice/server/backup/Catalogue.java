package dev.memoryservice.server.backup;

import dev.memoryservice.server.backup.format.BackupReader;
import dev.memoryservice.server.backup.format.KeyRing;
import dev.memoryservice.server.backup.repository.Repository;
import dev.memoryservice.server.backup.repository.RepositoryException;
import dev.memoryservice.server.portable.InvalidFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * What is known of the backups of a repository: their notes, read once and kept beside, and the files, which are looked
 * for each time, since people copy and delete files.
 */
final class Catalogue {

    private static final Logger LOG = Logger.getLogger(Catalogue.class);

    private final Repository repository;
    private final Map<String, Backup> known = new TreeMap<>();
    private boolean opened;

    /** For those who must not wait for a look at the repository, which may take seconds. */
    private volatile List<Backup> lastKnown = List.of();

    Catalogue(Repository repository) {
        this.repository = repository;
    }

    /**
     * Reads the notes, once; ends what a process that died has left unfinished. A place that takes no writes any more can
     * still be read, so that nothing of this fails for what it would write.
     *
     * @param keys for a backup whose end was cut off from its note
     */
    synchronized void open(KeyRing keys) {
        if (opened) {
            return;
        }
        removeLeftovers();
        Set<String> files = new HashSet<>();
        repository.list().forEach(stored -> files.add(stored.id()));
        for (String id : repository.notes()) {
            if (BackupId.is(id)) {
                repository.note(id).flatMap(note -> read(id, note)).ifPresent(backup -> known.put(id, backup));
            }
        }
        for (Backup backup : List.copyOf(known.values())) {
            if (backup.state() == Backup.State.SUCCEEDED && !files.contains(backup.id())) {
                forget(backup.id());
            } else if (backup.state() == Backup.State.RUNNING) {
                saveIfPossible(files.contains(backup.id()) ? completed(backup, keys) : interrupted(backup));
            } else if (backup.verification().state() == Backup.Proof.RUNNING) {
                saveIfPossible(backup.verified(
                        Backup.Proof.FAILED,
                        "Interrupted by a restart of the server: verify it again",
                        Optional.empty()));
            }
        }
        opened = true;
        noteKnown();
    }

    /** What was known after the last look or change, in no order. Waits for nothing. */
    List<Backup> lastKnown() {
        return lastKnown;
    }

    private void noteKnown() {
        lastKnown = List.copyOf(known.values());
    }

    /** All there are, newest first. */
    synchronized List<Backup> list() {
        Map<String, Repository.Stored> files = new TreeMap<>();
        for (Repository.Stored stored : repository.list()) {
            if (BackupId.is(stored.id())) {
                files.put(stored.id(), stored);
                known.computeIfAbsent(stored.id(), id -> Backup.found(id, stored.size()));
            }
        }
        known.values().removeIf(backup -> backup.state() == Backup.State.SUCCEEDED && !files.containsKey(backup.id()));
        noteKnown();
        return known.values().stream()
                .sorted(Comparator.comparing(Backup::startedAt)
                        .thenComparing(Backup::id)
                        .reversed())
                .toList();
    }

    /** What there is no file of is known without a look at the place, which may be what fails. */
    synchronized Optional<Backup> find(String id) {
        Optional<Backup> there = Optional.ofNullable(known.get(id));
        if (there.filter(backup -> backup.state() != Backup.State.SUCCEEDED).isPresent()) {
            return there;
        }
        return list().stream().filter(backup -> backup.id().equals(id)).findFirst();
    }

    /** Keeps a backup's note, durably. */
    synchronized void save(Backup backup) {
        repository.saveNote(backup.id(), Notes.write(backup));
        known.put(backup.id(), backup);
        noteKnown();
    }

    /** As {@link #save}, and when the note cannot be kept the backup is at least known until the end of the process. */
    synchronized void saveIfPossible(Backup backup) {
        known.put(backup.id(), backup);
        noteKnown();
        try {
            save(backup);
        } catch (RepositoryException e) {
            LOG.warnf("What became of the backup %s cannot be written down: %s", backup.id(), e.getMessage());
        }
    }

    synchronized boolean delete(String id) {
        boolean there = repository.delete(id);
        boolean forgotten = known.remove(id) != null;
        noteKnown();
        return forgotten || there;
    }

    private void removeLeftovers() {
        try {
            repository.removeLeftovers();
        } catch (RepositoryException e) {
            LOG.warnf("What a process left behind that died stays: %s", e.getMessage());
        }
    }

    /** Its file is gone: all that is left is the note. */
    private void forget(String id) {
        known.remove(id);
        try {
            repository.delete(id);
        } catch (RepositoryException e) {
            LOG.warnf("The note of the backup %s, which is gone, stays: %s", id, e.getMessage());
        }
    }

    private static Backup interrupted(Backup backup) {
        return backup.failed("Interrupted by the end of the server: nothing was kept of it", Instant.now());
    }

    /** The process died between the backup and its note. */
    private Backup completed(Backup backup, KeyRing keys) {
        try (InputStream in = repository.read(backup.id())) {
            return backup.succeeded(BackupReader.read(in, keys, entry -> {}), Instant.now());
        } catch (InvalidFileException | RepositoryException e) {
            return Backup.found(backup.id(), 0).failed(e.getMessage(), Instant.now());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Backup> read(String id, byte[] note) {
        try {
            return Optional.of(Notes.read(note, Backup.class));
        } catch (IOException e) {
            LOG.warnf("The note of the backup %s cannot be read, and is left aside: %s", id, e.getMessage());
            return Optional.empty();
        }
    }
}
