package dev.memoryservice.server.backup.format;

import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.Space;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts and digests what goes into a file, or comes out of it. */
public final class EntryTally {

    private static final class Count {
        private long memories;
        private long tombstones;
    }

    private final Map<Space, Count> spaces = new LinkedHashMap<>();
    private final MessageDigest digest = Checksums.sha256();
    private long contradictions;
    private long uploads;

    /**
     * Adds an entry.
     *
     * @param line the entry as JSON, without the end of the line
     */
    public void add(SnapshotEntry entry, byte[] line) {
        switch (entry) {
            case SnapshotEntry.OfSpace(Space space) -> spaces.computeIfAbsent(space, ignored -> new Count());
            case SnapshotEntry.OfMemory memory -> {
                Count count = spaces.computeIfAbsent(memory.stored().space(), space -> new Count());
                if (memory.stored().deletedAt().isPresent()) {
                    count.tombstones++;
                } else {
                    count.memories++;
                }
            }
            case SnapshotEntry.OfContradiction ignored -> contradictions++;
            case SnapshotEntry.OfUpload ignored -> uploads++;
        }
        digest.update(line);
        digest.update((byte) '\n');
    }

    /** Everything so far, beside the parts it is in; nothing can be added any more. */
    public BackupManifest manifest(List<BackupManifest.Part> parts) {
        List<BackupManifest.SpaceCount> counts = spaces.entrySet().stream()
                .map(e -> new BackupManifest.SpaceCount(
                        e.getKey().tenant(), e.getKey().store(), e.getValue().memories, e.getValue().tombstones))
                .toList();
        return new BackupManifest(
                counts.stream().mapToLong(BackupManifest.SpaceCount::memories).sum(),
                counts.stream().mapToLong(BackupManifest.SpaceCount::tombstones).sum(),
                contradictions,
                uploads,
                counts,
                Checksums.hex(digest.digest()),
                List.copyOf(parts));
    }
}
