package dev.memoryservice.server.backup;

import dev.memoryservice.server.backup.format.BackupContents;
import dev.memoryservice.server.backup.format.BackupManifest;
import dev.memoryservice.server.backup.format.BackupReader;
import dev.memoryservice.server.backup.format.EntryTally;
import dev.memoryservice.server.backup.format.KeyRing;
import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Replacement;
import dev.memoryservice.server.memory.RestoreLog;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.portable.EntryLine;
import dev.memoryservice.server.portable.InvalidFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Proves a backup by doing with it what it is for: restores it into an empty store, reads everything back, compares it
 * byte for byte through its checksum and its counts, and searches. Costs the room of the store on the disk and in memory.
 */
public final class Verification {

    /** Opens an empty store in a folder. To be closed. */
    @FunctionalInterface
    public interface Stores {
        MemoryStore open(Path folder, String model, int dimension);
    }

    /** The bytes of a backup, from the start each time. To be closed. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    private static final int MOST_HITS = 100;

    private final Source source;
    private final KeyRing keys;
    private final Path scratch;
    private final Stores stores;
    private final Runnable goOn;

    /**
     * @param scratch where the empty store may be made
     * @param goOn is called often, and may throw to end it
     */
    public Verification(Source source, KeyRing keys, Path scratch, Stores stores, Runnable goOn) {
        this.source = source;
        this.keys = keys;
        this.scratch = scratch;
        this.stores = stores;
        this.goOn = goOn;
    }

    /**
     * Does it.
     *
     * @return what the backup holds
     * @throws InvalidFileException when the backup is not what it should be
     * @throws dev.memoryservice.server.memory.StoreUnavailableException when the scratch store cannot be used
     */
    public BackupContents run() {
        Samples samples = new Samples();
        BackupContents contents = read(source, keys, entry -> {
            goOn.run();
            samples.offer(entry);
        });
        try (ScratchFolder folder = ScratchFolder.in(scratch);
                MemoryStore store = stores.open(
                        folder.path(),
                        contents.header().model(),
                        contents.header().dimension())) {
            store.replace(new Replacement(
                    Optional.empty(),
                    each -> read(source, keys, entry -> {
                        goOn.run();
                        each.accept(entry);
                    }),
                    difference -> new RestoreLog.Entry("verification", Instant.now(), "")));
            compare(store, contents.manifest());
            samples.kept(contents.header().model()).forEach(sample -> search(store, sample));
        }
        return contents;
    }

    /** Reads a backup from its start to its end. */
    static BackupContents read(Source source, KeyRing keys, Consumer<SnapshotEntry> each) {
        try (InputStream in = source.open()) {
            return BackupReader.read(in, keys, each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compare(MemoryStore store, BackupManifest manifest) {
        EntryTally tally = new EntryTally();
        store.readSnapshot(Extent.EVERYTHING, entry -> {
            goOn.run();
            tally.add(entry, EntryLine.write(entry));
        });
        BackupManifest restored = tally.manifest(manifest.parts());
        if (!restored.equals(manifest)) {
            throw new InvalidFileException(
                    ("Restored, the backup is something else: %d memories and %d tombstones of %d and %d, with the checksum %s in"
                                    + " place of %s")
                            .formatted(
                                    restored.memories(),
                                    restored.tombstones(),
                                    manifest.memories(),
                                    manifest.tombstones(),
                                    restored.contentSha256(),
                                    manifest.contentSha256()));
        }
    }

    private static void search(MemoryStore store, Samples.Sample sample) {
        boolean found = store
                .search(sample.space(), new SearchQuery(sample.words(), sample.vector(), MOST_HITS, MemoryFilter.NONE))
                .stream()
                .anyMatch(hit -> hit.memory().contentHash().equals(sample.contentHash()));
        if (!found) {
            throw new InvalidFileException("Restored, the memory "
                    + sample.contentHash().substring(0, 12) + " is not found by a search for its own words");
        }
    }
}
