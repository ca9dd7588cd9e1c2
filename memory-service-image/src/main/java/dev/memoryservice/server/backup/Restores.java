package dev.memoryservice.server.backup;

import dev.memoryservice.server.backup.Worker.Task;
import dev.memoryservice.server.backup.format.BackupContents;
import dev.memoryservice.server.backup.format.BackupHeader;
import dev.memoryservice.server.backup.format.BackupManifest;
import dev.memoryservice.server.backup.format.BackupReader;
import dev.memoryservice.server.backup.repository.RepositoryException;
import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.events.BackupEvents;
import dev.memoryservice.server.events.EventStreams;
import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Replacement;
import dev.memoryservice.server.memory.RestoreLog;
import dev.memoryservice.server.memory.Snapshot;
import dev.memoryservice.server.memory.SnapshotComparison;
import dev.memoryservice.server.memory.SnapshotDifference;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.portable.InvalidFileException;
import dev.memoryservice.server.request.RefusedException;
import dev.memoryservice.server.request.RefusedException.Reason;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Restores: what a backup holds in the place of what the store does, all or nothing. */
@Singleton
public final class Restores {

    private static final Logger LOG = Logger.getLogger(Restores.class);

    private final Backups backups;
    private final MemoryStore store;
    private final String model;
    private final Stores stores;
    private final Worker worker;
    private final ReceivedBackup.Folder received;
    private final BackupEvents events;
    private final EventStreams streams;

    /** What is on its way and not in the store's log, or further than that says. */
    private volatile Optional<Restore> running = Optional.empty();

    Restores(
            Backups backups,
            MemoryStore store,
            Embedder embedder,
            Stores stores,
            Worker worker,
            ReceivedBackup.Folder received,
            BackupEvents events,
            EventStreams streams) {
        this.backups = backups;
        this.store = store;
        this.model = embedder.model();
        this.stores = stores;
        this.worker = worker;
        this.received = received;
        this.events = events;
        this.streams = streams;
    }

    /**
     * What to restore, and how.
     *
     * @param id the wanted one of the restore
     * @param tenant whose memories; empty for everybody's
     * @param dryRun whether only to count what would change
     * @param safetyBackup whether to back up first what is replaced
     * @param reembedding whether vectors of another model may be in it, which are then made anew in the background
     */
    public record Order(
            Optional<String> id, Optional<String> tenant, boolean dryRun, boolean safetyBackup, boolean reembedding) {}

    /**
     * A restore that was begun, or was there before.
     *
     * @param isNew whether something was begun
     * @param done ends with it, and never fails
     */
    public record Begun(Restore restore, boolean isNew, CompletableFuture<Void> done) {}

    /** All that are known, the last one first. */
    public List<Restore> list() {
        Optional<Restore> now = running;
        return store.restores().newest().stream()
                .flatMap(entry -> read(entry).stream())
                .map(restore ->
                        now.filter(current -> current.id().equals(restore.id())).orElse(restore))
                .toList();
    }

    /**
     * The restore of this id.
     *
     * @throws RefusedException when there is none
     */
    public Restore find(String id) {
        return known(id)
                .orElseThrow(() -> new RefusedException(
                        Reason.NOT_FOUND,
                        "There is no restore '" + id + "': see /api/admin/restores for those there are"));
    }

    /** What is being restored now. */
    public Optional<Restore> running() {
        return running;
    }

    /** Begins to restore a backup of this server's; of an id that there is already, answers what there is. */
    public Begun start(Order order, String backupId) {
        Optional<Restore> there = order.id().flatMap(this::known);
        if (there.isPresent()) {
            return new Begun(there.get(), false, CompletableFuture.completedFuture(null));
        }
        Backup backup = backups.find(backupId);
        Backups.requireFile(backup);
        return start(order, backupId, backups.source(backupId), backups.isRemote(), () -> {});
    }

    /** The newest backup that was begun at a moment or before it. */
    public Backup newest(Instant notAfter) {
        return backups.list().stream()
                .filter(backup -> backup.state() == Backup.State.SUCCEEDED)
                .filter(backup -> !backup.startedAt().isAfter(notAfter))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Reason.NOT_FOUND,
                        "There is no backup of " + notAfter
                                + " or before: see /api/admin/backups for those there are"));
    }

    /**
     * Begins to restore a file from elsewhere.
     *
     * @param afterwards runs when the file is not needed any more
     */
    public Begun start(Order order, Verification.Source file, Runnable afterwards) {
        Optional<Restore> there = order.id().flatMap(this::known);
        if (there.isPresent()) {
            afterwards.run();
            return new Begun(there.get(), false, CompletableFuture.completedFuture(null));
        }
        try {
            return start(order, header(file).id(), file, false, afterwards);
        } catch (RuntimeException e) {
            afterwards.run();
            throw e;
        }
    }

    private Begun start(Order order, String backupId, Verification.Source file, boolean remote, Runnable afterwards) {
        requireModel(order, header(file));
        if (order.safetyBackup() && !order.dryRun() && backups.place().isEmpty()) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "This server has no place for the safety backup: set memory-service.backup.directory, or say"
                            + " 'safety_backup': false to do without");
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Restore restore = Restore.running(
                order.id().orElseGet(() -> BackupId.of(now)), backupId, order.tenant(), order.dryRun(), now);
        CompletableFuture<Void> done = worker.start(
                new Task(Work.RESTORE, restore.id()),
                () -> {
                    store.restores().save(entry(restore));
                    running = Optional.of(restore);
                },
                () -> {
                    try {
                        if (remote) {
                            fetchAndRestore(order, restore, file);
                        } else {
                            restore(order, restore, file);
                        }
                    } finally {
                        running = Optional.empty();
                        afterwards.run();
                    }
                });
        return new Begun(restore, true, done);
    }

    /** Ends what a process that died was at: its change was one transaction, which then never happened. */
    void endInterrupted() {
        for (Restore restore : list()) {
            if (restore.state() == Restore.State.RUNNING) {
                store.restores()
                        .save(entry(restore.failed(
                                "Interrupted by the end of the server: nothing was changed", Instant.now())));
            }
        }
    }

    private BackupHeader header(Verification.Source file) {
        try (InputStream in = file.open()) {
            return BackupReader.readHeader(in);
        } catch (InvalidFileException e) {
            throw new RefusedException(Reason.CONFLICT, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireModel(Order order, BackupHeader header) {
        if (!header.model().equals(model) && !order.reembedding()) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "The backup has vectors of the model " + header.model() + ", and this server uses " + model
                            + ": say 'allow_reembedding': true to have them made anew in the background, until when searches"
                            + " find those memories by their words only");
        }
    }

    /** What comes over a network is copied first: writes must not be refused for as long as it takes. */
    private void fetchAndRestore(Order order, Restore begun, Verification.Source file) {
        try (ReceivedBackup copy = received.newFile(0)) {
            try (InputStream in = file.open()) {
                Files.copy(in, copy.path());
            }
            restore(order, begun, copy.source());
        } catch (IOException e) {
            save(begun.failed("The backup cannot be fetched, so nothing was changed: " + e.getMessage(), now()));
        } catch (RepositoryException | BackupException e) {
            save(begun.failed(e.getMessage(), now()));
        }
    }

    private void restore(Order order, Restore begun, Verification.Source file) {
        long start = System.nanoTime();
        Restore restore = begun;
        try {
            BackupContents contents = Verification.read(file, backups.keys(), entry -> worker.goOn());
            requireTenant(order, contents.manifest());
            Snapshot snapshot = each -> Verification.read(file, backups.keys(), entry -> {
                worker.goOn();
                each.accept(entry);
            });
            String note = note(contents.manifest());
            if (order.dryRun()) {
                restore = moved(restore.in(Restore.Phase.COMPARING));
                SnapshotDifference difference = compare(order, snapshot);
                save(restore.succeeded(difference, "Nothing was changed: this was a dry run." + note, now()));
                return;
            }
            if (order.safetyBackup()) {
                restore = moved(restore.in(Restore.Phase.SAFETY_BACKUP));
                Backup safety = backups.makeNow(Backup.Trigger.RESTORE, Map.of("restore", restore.id()));
                restore = restore.savedBy(safety.id());
            }
            Restore replacing = moved(restore.in(Restore.Phase.REPLACING));
            restore = replacing;
            Set<String> concerned = concerned(order, contents.manifest());
            streams.publishHealth("restoring", Map.of("restore_id", restore.id()), "Memories are being restored");
            try {
                SnapshotDifference difference = store.replace(new Replacement(
                        order.tenant(),
                        snapshot,
                        found -> entry(replacing.succeeded(found, "Restored." + note, now()))));
                LOG.infof(
                        "Restore %s of the backup %s: %d added, %d removed, %d changed, %d unchanged, in %d ms",
                        restore.id(),
                        restore.backupId(),
                        difference.added(),
                        difference.removed(),
                        difference.changed(),
                        difference.unchanged(),
                        Duration.ofNanos(System.nanoTime() - start).toMillis());
            } finally {
                streams.publishHealth("healthy", Map.of("restore_id", restore.id()), "The restore has ended");
            }
            concerned.forEach(tenant -> events.restored(tenant, begun.id(), begun.backupId()));
        } catch (RuntimeException | OutOfMemoryError e) {
            Restore failed = restore.failed(Failure.told(e), now());
            LOG.errorf("Restore %s failed, and nothing was changed: %s", failed.id(), failed.message());
            save(failed);
        }
    }

    private static void requireTenant(Order order, BackupManifest manifest) {
        if (order.tenant().isPresent() && !manifest.has(order.tenant().get())) {
            throw new BackupException("The backup has nothing of the tenant '"
                    + order.tenant().get() + "', so nothing was changed: name one that it has, or take another backup");
        }
    }

    /** What is worth a word though it hinders nothing. */
    private String note(BackupManifest manifest) {
        Set<String> unknown = manifest.spaces().stream()
                .map(BackupManifest.SpaceCount::store)
                .filter(name -> !stores.names().contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        return unknown.isEmpty()
                ? ""
                : " The stores " + unknown
                        + " are in the backup and not among memory-service.stores: their memories are"
                        + " found by 'all' only";
    }

    private SnapshotDifference compare(Order order, Snapshot snapshot) {
        SnapshotComparison comparison = new SnapshotComparison();
        store.readAll(new Extent(order.tenant(), Optional.empty()), stored -> {
            worker.goOn();
            comparison.before(stored);
        });
        snapshot.read(entry -> {
            if (entry instanceof SnapshotEntry.OfMemory memory
                    && order.tenant().map(memory.tenant()::equals).orElse(true)) {
                comparison.after(memory.stored());
            }
        });
        return comparison.difference();
    }

    private Set<String> concerned(Order order, BackupManifest manifest) {
        if (order.tenant().isPresent()) {
            return Set.of(order.tenant().get());
        }
        Set<String> tenants = new TreeSet<>(store.tenants().keySet());
        manifest.spaces().forEach(space -> tenants.add(space.tenant()));
        return tenants;
    }

    private Restore moved(Restore restore) {
        running = Optional.of(restore);
        return restore;
    }

    private void save(Restore restore) {
        try {
            store.restores().save(entry(restore));
        } catch (StoreUnavailableException e) {
            LOG.warnf("What became of the restore %s cannot be written down: %s", restore.id(), e.getMessage());
        }
    }

    private Optional<Restore> known(String id) {
        Optional<Restore> now = running.filter(restore -> restore.id().equals(id));
        return now.isPresent() ? now : store.restores().find(id).flatMap(Restores::read);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private static RestoreLog.Entry entry(Restore restore) {
        return new RestoreLog.Entry(
                restore.id(), restore.startedAt(), new String(Notes.write(restore), StandardCharsets.UTF_8));
    }

    private static Optional<Restore> read(RestoreLog.Entry entry) {
        try {
            return Optional.of(Notes.read(entry.text().getBytes(StandardCharsets.UTF_8), Restore.class));
        } catch (IOException e) {
            LOG.warnf("What is known of the restore %s cannot be read: %s", entry.id(), e.getMessage());
            return Optional.empty();
        }
    }
}
