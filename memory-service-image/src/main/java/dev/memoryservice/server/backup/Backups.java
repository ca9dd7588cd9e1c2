package dev.memoryservice.server.backup;

import dev.memoryservice.server.Backends;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.backup.Worker.Task;
import dev.memoryservice.server.backup.format.BackupContents;
import dev.memoryservice.server.backup.repository.Repository;
import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.events.BackupEvents;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.request.RefusedException;
import dev.memoryservice.server.request.RefusedException.Reason;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The backups of this server: made, proven, listed, deleted. */
@Singleton
public final class Backups {

    private static final Logger LOG = Logger.getLogger(Backups.class);

    /** Failures that are remembered; older ones are pruned. */
    private static final int FAILURES_KEPT = 10;

    private final Optional<Repository> repository;
    private final Optional<Catalogue> catalogue;
    private final EncryptionKeys keys;
    private final Path scratch;
    private final BackupMaking making;
    private final Worker worker;
    private final BackupEvents events;

    Backups(
            ServerConfig config,
            MemoryStore store,
            Embedder embedder,
            @ConfigProperty(name = "quarkus.application.version") String version,
            Worker worker,
            BackupEvents events) {
        repository = Repositories.of(config);
        catalogue = repository.map(Catalogue::new);
        keys = new EncryptionKeys(config.backup().encryptionKeysDirectory());
        scratch = Repositories.scratch(config);
        making = new BackupMaking(store, embedder.model(), embedder.dimension(), version);
        this.worker = worker;
        this.events = events;
    }

    /**
     * What to make.
     *
     * @param id the wanted one
     * @param labels of whoever asks, kept beside it
     */
    public record Order(Optional<String> id, Backup.Trigger trigger, Map<String, String> labels) {}

    /**
     * A backup that was begun, or was there before.
     *
     * @param isNew whether something was begun
     * @param done ends with it, and never fails
     */
    public record Begun(Backup backup, boolean isNew, CompletableFuture<Void> done) {}

    /**
     * What pruning kept and deleted.
     *
     * @param kept the ids, newest first
     * @param deleted the ids, newest first
     */
    public record Pruned(List<String> kept, List<String> deleted) {}

    /** Where the backups lie; empty when this server has no place for them. */
    public Optional<String> place() {
        return repository.map(Repository::place);
    }

    /** All there are, newest first. */
    public List<Backup> list() {
        return catalogue.isEmpty() ? List.of() : opened().list();
    }

    /** As {@link #list}, but as it was when somebody looked last: the place of the backups is not asked. */
    public List<Backup> lastKnown() {
        return catalogue.map(Catalogue::lastKnown).orElse(List.of());
    }

    /** Whether this is being done now. */
    public boolean isAtWork(Work work) {
        return worker.current().map(Task::what).filter(work::equals).isPresent();
    }

    /**
     * The backup of this id.
     *
     * @throws RefusedException when there is none
     */
    public Backup find(String id) {
        return known(id)
                .orElseThrow(() -> new RefusedException(
                        Reason.NOT_FOUND,
                        "There is no backup '" + id + "': see /api/admin/backups for those there are"));
    }

    /** Begins a backup; of an id that there is already, answers what there is. */
    public Begun create(Order order) {
        Optional<Backup> there = order.id().flatMap(this::known);
        if (there.isPresent()) {
            return new Begun(there.get(), false, CompletableFuture.completedFuture(null));
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Catalogue target = opened();
        Backup running =
                Backup.running(order.id().orElseGet(() -> BackupId.of(now)), order.trigger(), order.labels(), now);
        CompletableFuture<Void> done =
                // A place that takes no note takes no backup either, and then the backup says why.
                worker.start(
                        new Task(Work.BACKUP, running.id()),
                        () -> target.saveIfPossible(running),
                        () -> make(target, running));
        return new Begun(running, true, done);
    }

    /**
     * Makes a backup here and now, for a restore that is at work.
     *
     * @throws BackupException when it fails
     */
    Backup makeNow(Backup.Trigger trigger, Map<String, String> labels) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Backup running = Backup.running(BackupId.of(now), trigger, labels, now);
        Catalogue target = opened();
        target.saveIfPossible(running);
        Backup made = make(target, running);
        if (made.state() != Backup.State.SUCCEEDED) {
            throw new BackupException("The safety backup failed, so nothing was changed: " + made.message()
                    + ". To restore without one, say 'safety_backup': false");
        }
        return made;
    }

    /** Begins to prove a backup by a restore into a scratch store. */
    public Begun verify(String id) {
        Backup backup = find(id);
        requireFile(backup);
        Catalogue target = opened();
        Backup running = backup.verified(Backup.Proof.RUNNING, "", Optional.empty());
        CompletableFuture<Void> done = worker.start(
                new Task(Work.VERIFICATION, id), () -> target.saveIfPossible(running), () -> prove(target, running));
        return new Begun(running, true, done);
    }

    /** Deletes a backup, or the note of one that failed. */
    public void delete(String id) {
        find(id);
        worker.during(new Task(Work.DELETION, id), () -> opened().delete(id));
    }

    /** Deletes what a retention does not keep; never the newest one that was proven, and none that is not finished. */
    public Pruned prune(Retention retention, boolean dryRun) {
        return worker.during(new Task(Work.PRUNING, "backups"), () -> {
            Catalogue target = opened();
            List<Backup> all = target.list();
            Set<String> keep = keep(all, retention);
            List<String> kept = new ArrayList<>();
            List<String> deleted = new ArrayList<>();
            for (Backup backup : all) {
                if (keep.contains(backup.id())) {
                    kept.add(backup.id());
                } else {
                    if (!dryRun) {
                        target.delete(backup.id());
                    }
                    deleted.add(backup.id());
                }
            }
            return new Pruned(kept, deleted);
        });
    }

    private static Set<String> keep(List<Backup> newestFirst, Retention retention) {
        Set<String> keep = retention.keep(newestFirst.stream()
                .filter(backup -> backup.state() == Backup.State.SUCCEEDED)
                .map(backup -> new Retention.Candidate(backup.id(), backup.startedAt()))
                .toList());
        newestFirst.stream()
                .filter(backup -> backup.state() == Backup.State.RUNNING)
                .forEach(backup -> keep.add(backup.id()));
        newestFirst.stream()
                .filter(backup -> backup.state() == Backup.State.FAILED)
                .limit(FAILURES_KEPT)
                .forEach(backup -> keep.add(backup.id()));
        newestFirst.stream()
                .filter(backup -> backup.verification().state() == Backup.Proof.SUCCEEDED)
                .max(Comparator.comparing(Backup::startedAt))
                .ifPresent(backup -> keep.add(backup.id()));
        return keep;
    }

    /** The bytes of a backup, from the start each time. */
    public Verification.Source source(String id) {
        Repository from = repository.orElseThrow(Backups::noPlace);
        return () -> from.read(id);
    }

    /** Whether the bytes of backups come over a network. */
    boolean isRemote() {
        return repository.map(Repository::isRemote).orElse(false);
    }

    /** The keys that backups are read with. */
    EncryptionKeys keys() {
        return keys;
    }

    /** Where scratch folders may be made. */
    Path scratch() {
        return scratch;
    }

    /**
     * Makes sure that there is a file.
     *
     * @throws RefusedException when the backup failed or is being made
     */
    public static void requireFile(Backup backup) {
        if (backup.state() != Backup.State.SUCCEEDED) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "The backup " + backup.id() + " "
                            + (backup.state() == Backup.State.RUNNING ? "is still being made" : "failed")
                            + ", so there is nothing of it: take another one");
        }
    }

    /** Removes what a process that died left behind; before anything is begun. */
    void removeLeftovers() {
        ScratchFolder.removeLeftovers(scratch);
    }

    /** Reads what there is, so that the first who asks need not wait; ends what was interrupted. */
    void open() {
        catalogue.ifPresent(target -> target.open(keys));
    }

    private Optional<Backup> known(String id) {
        return catalogue.isEmpty() ? Optional.empty() : opened().find(id);
    }

    private Catalogue opened() {
        Catalogue target = catalogue.orElseThrow(Backups::noPlace);
        target.open(keys);
        return target;
    }

    private static RefusedException noPlace() {
        return new RefusedException(
                Reason.CONFLICT,
                "This server has no place for backups: set memory-service.backup.directory"
                        + " (MEMORY_SERVICE_BACKUP_DIRECTORY), or in a MemoryService spec.backup");
    }

    private Backup make(Catalogue target, Backup running) {
        long start = System.nanoTime();
        events.started(running.id());
        Backup ended;
        try {
            BackupContents contents = making.make(running.id(), repository.orElseThrow(), keys.current(), worker::goOn);
            ended = running.succeeded(contents, Instant.now().truncatedTo(ChronoUnit.MILLIS));
            LOG.infof(
                    "Backup %s: %d memories and %d tombstones, %d bytes, in %d ms",
                    running.id(),
                    contents.manifest().memories(),
                    contents.manifest().tombstones(),
                    contents.size(),
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
        } catch (RuntimeException | OutOfMemoryError e) {
            ended = running.failed(Failure.told(e), Instant.now().truncatedTo(ChronoUnit.MILLIS));
            LOG.errorf("Backup %s failed: %s", running.id(), ended.message());
        }
        target.saveIfPossible(ended);
        events.ended(ended.id(), ended.state() == Backup.State.SUCCEEDED, ended.message());
        return ended;
    }

    private void prove(Catalogue target, Backup running) {
        long start = System.nanoTime();
        Backup ended;
        try {
            BackupContents contents =
                    new Verification(source(running.id()), keys, scratch, Backends::scratch, worker::goOn).run();
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            String found =
                    "Restored into a scratch store: %d memories and %d tombstones, equal in every byte, and found by searches"
                            .formatted(
                                    contents.manifest().memories(),
                                    contents.manifest().tombstones());
            ended = running.with(contents).verified(Backup.Proof.SUCCEEDED, found, Optional.of(now));
            LOG.infof(
                    "Backup %s is proven in %d ms. %s",
                    running.id(), Duration.ofNanos(System.nanoTime() - start).toMillis(), found);
        } catch (RuntimeException | OutOfMemoryError e) {
            ended = running.verified(Backup.Proof.FAILED, Failure.told(e), Optional.empty());
            LOG.errorf(
                    "Backup %s could not be proven: %s",
                    running.id(), ended.verification().message());
        }
        target.saveIfPossible(ended);
        events.proven(ended.id(), ended.verification().state() == Backup.Proof.SUCCEEDED);
    }
}
