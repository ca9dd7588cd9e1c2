package dev.memoryservice.server.backup;

import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;

import dev.memoryservice.server.Backends;
import dev.memoryservice.server.backup.format.KeyRing;
import dev.memoryservice.server.backup.repository.FolderRepository;
import dev.memoryservice.server.backup.repository.Repository;
import dev.memoryservice.server.memory.Candidate;
import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.MemoryVectors;
import dev.memoryservice.server.memory.NeighbourRules;
import dev.memoryservice.server.memory.Replacement;
import dev.memoryservice.server.memory.RestoreLog;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.Snapshot;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import dev.memoryservice.server.store.sqlite.TestStores;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** A process that restores one of two states after the other, backs them up, proves them and prunes, until it is killed. */
final class BackingUpProcess {

    static final String AT_WORK = "at work";
    static final Space SPACE = Space.of("alice");

    private static final int MEMORIES = 300;
    private static final Retention RETENTION = new Retention(2, 0, 0);

    private BackingUpProcess() {}

    /** What the store may hold. */
    static List<List<String>> states() {
        return List.of(state("red"), state("blue"));
    }

    private static List<String> state(String colour) {
        List<String> contents = new ArrayList<>();
        for (int i = 0; i < MEMORIES; i++) {
            contents.add("%s memory %d".formatted(colour, i));
        }
        return contents;
    }

    /** Makes the store in its first state, and a backup of it. */
    static void prepare(Path directory) {
        try (MemoryStore store = TestStores.open(directory)) {
            List<Candidate> candidates = state("red").stream()
                    .map(content -> new Candidate(memory(content), vectorOf(content), NeighbourRules.NONE))
                    .toList();
            for (int i = 0; i < MEMORIES; i += 100) {
                store.storeAll(SPACE, candidates.subList(i, i + 100));
            }
            Repository repository = new FolderRepository(directory.resolve("backups"));
            Catalogue catalogue = new Catalogue(repository);
            catalogue.open(KeyRing.NONE);
            backUp(store, repository, catalogue);
        }
    }

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        MemoryStore store = TestStores.open(directory);
        Repository repository = new FolderRepository(directory.resolve("backups"));
        Catalogue catalogue = new Catalogue(repository);
        catalogue.open(KeyRing.NONE);
        Path scratch = directory.resolve("scratch");
        ScratchFolder.removeLeftovers(scratch);
        System.out.println(AT_WORK);
        String colour = "blue";
        while (true) {
            List<String> contents = state(colour);
            replace(store, each -> put(contents, each));
            Backup made = backUp(store, repository, catalogue);
            Backup proving = made.verified(Backup.Proof.RUNNING, "", Optional.empty());
            catalogue.save(proving);
            new Verification(() -> repository.read(made.id()), KeyRing.NONE, scratch, Backends::scratch, () -> {})
                    .run();
            catalogue.save(proving.verified(Backup.Proof.SUCCEEDED, "", Optional.of(Instant.now())));
            prune(catalogue);
            colour = colour.equals("blue") ? "red" : "blue";
        }
    }

    private static Backup backUp(MemoryStore store, Repository repository, Catalogue catalogue) {
        Instant now = Instant.now();
        Backup running = Backup.running(BackupId.of(now), Backup.Trigger.MANUAL, Map.of(), now);
        catalogue.save(running);
        Backup made = running.succeeded(
                new BackupMaking(store, SampleBackups.MODEL, SampleMemories.DIMENSION, "1")
                        .make(running.id(), repository, Optional.empty(), () -> {}),
                Instant.now());
        catalogue.save(made);
        return made;
    }

    private static void prune(Catalogue catalogue) {
        Set<String> keep = RETENTION.keep(catalogue.list().stream()
                .map(backup -> new Retention.Candidate(backup.id(), backup.startedAt()))
                .toList());
        catalogue.list().stream()
                .filter(backup -> !keep.contains(backup.id()))
                .forEach(backup -> catalogue.delete(backup.id()));
    }

    private static void replace(MemoryStore store, Snapshot snapshot) {
        store.replace(new Replacement(
                Optional.empty(), snapshot, difference -> new RestoreLog.Entry("r", Instant.now(), "")));
    }

    private static void put(List<String> contents, Consumer<SnapshotEntry> each) {
        each.accept(new SnapshotEntry.OfSpace(SPACE));
        for (String content : contents) {
            each.accept(new SnapshotEntry.OfMemory(
                    new StoredMemory(SPACE, memory(content)),
                    Optional.of(new MemoryVectors(
                            SampleBackups.MODEL, vectorOf(content), OptionalInt.empty(), true, List.of()))));
        }
    }

    static Snapshot snapshot(MemoryStore store) {
        return each -> store.readSnapshot(Extent.EVERYTHING, each);
    }

    /** The contents of the memories, in order. */
    static List<String> contents(Snapshot snapshot) {
        List<String> contents = new ArrayList<>();
        snapshot.read(entry -> {
            if (entry instanceof SnapshotEntry.OfMemory kept) {
                contents.add(kept.stored().memory().content());
            }
        });
        return contents;
    }
}
