package dev.memoryservice.server.portable;

import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what goes into a file, or comes out of it. */
final class Tally {

    private static final class Count {
        private long memories;
        private long tombstones;
    }

    private final Map<Space, Count> spaces = new LinkedHashMap<>();

    void add(StoredMemory stored) {
        Count count = spaces.computeIfAbsent(stored.space(), space -> new Count());
        if (stored.deletedAt().isPresent()) {
            count.tombstones++;
        } else {
            count.memories++;
        }
    }

    /** Everything counted so far, beside the checksum of it. */
    Manifest manifest(String sha256) {
        List<Manifest.SpaceCount> counts = spaces.entrySet().stream()
                .map(e -> new Manifest.SpaceCount(
                        e.getKey().tenant(), e.getKey().store(), e.getValue().memories, e.getValue().tombstones))
                .toList();
        return new Manifest(
                counts.stream().mapToLong(Manifest.SpaceCount::memories).sum(),
                counts.stream().mapToLong(Manifest.SpaceCount::tombstones).sum(),
                counts,
                sha256);
    }
}
