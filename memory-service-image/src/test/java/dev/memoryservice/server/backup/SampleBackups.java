package dev.memoryservice.server.backup;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;

import dev.memoryservice.server.backup.format.BackupHeader;
import dev.memoryservice.server.backup.format.BackupWriter;
import dev.memoryservice.server.backup.format.EncryptionKey;
import dev.memoryservice.server.backup.format.KeyRing;
import dev.memoryservice.server.document.Upload;
import dev.memoryservice.server.memory.EmbeddedMemory.EmbeddedPassage;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryVectors;
import dev.memoryservice.server.memory.PastVersion;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Backups for tests, with one of everything. */
public final class SampleBackups {

    public static final String MODEL = "test-model";

    public static final BackupHeader HEADER = new BackupHeader(
            BackupHeader.VERSION,
            "20261121T030000Z-k3x9",
            START,
            "1.2.3",
            "SQLite",
            MODEL,
            SampleMemories.DIMENSION,
            Optional.empty());

    private static final Space SPACE = new Space("alice", "default");

    private SampleBackups() {}

    /** One of everything. */
    public static List<SnapshotEntry> entries() {
        String content = "Grüße 🌧️\n\"quoted\"\u2028 and more";
        List<SnapshotEntry> entries = new ArrayList<>(List.of(
                new SnapshotEntry.OfSpace(SPACE),
                new SnapshotEntry.OfSpace(new Space("bob", "work")),
                new SnapshotEntry.OfMemory(
                        new StoredMemory(
                                SPACE,
                                new Memory(
                                        hashOf(content),
                                        content,
                                        List.of("a,b", "ö"),
                                        "note",
                                        Map.of("deep", Map.of("list", List.of(1, "two", true, 0.5))),
                                        Optional.of("c-1"),
                                        START,
                                        START.plusSeconds(1)),
                                Optional.empty(),
                                List.of(new PastVersion(List.of("old"), "note", Map.of("k", 1), START.plusSeconds(1)))),
                        Optional.of(new MemoryVectors(
                                MODEL,
                                vectorOf(content),
                                OptionalInt.of(5),
                                true,
                                List.of(new EmbeddedPassage(5, 20, Optional.of(vectorOf("quoted"))))))),
                new SnapshotEntry.OfMemory(
                        new StoredMemory(SPACE, memory("gone"), Optional.of(START.plusSeconds(5)), List.of()),
                        Optional.empty()),
                new SnapshotEntry.OfMemory(
                        new StoredMemory(new Space("bob", "work"), memory("of bob", "tag")),
                        Optional.of(vectors("of bob"))),
                new SnapshotEntry.OfMemory(
                        new StoredMemory(SPACE, memory("another view")), Optional.of(vectors("another view")))));
        entries.add(new SnapshotEntry.OfContradiction(
                SPACE, hashOf("another view"), hashOf(content), 0.9, 0.25, START.plusSeconds(3)));
        entries.add(new SnapshotEntry.OfUpload(
                "alice",
                new Upload(
                        "u-1",
                        "default",
                        "note.txt",
                        17,
                        List.of("doc"),
                        Upload.Status.COMPLETED,
                        new Upload.Progress(1, 1, 1, 0),
                        List.of(),
                        START,
                        Optional.of(START.plusSeconds(9)))));
        return entries;
    }

    private static MemoryVectors vectors(String content) {
        return new MemoryVectors(MODEL, vectorOf(content), OptionalInt.empty(), true, List.of());
    }

    /** So many more memories, to fill several parts. */
    public static List<SnapshotEntry> many(int memories) {
        List<SnapshotEntry> entries = new ArrayList<>();
        for (int i = 0; i < memories; i++) {
            String content = "memory number " + i;
            entries.add(new SnapshotEntry.OfMemory(
                    new StoredMemory(SPACE, memory(content)), Optional.of(vectors(content))));
        }
        return entries;
    }

    /** A file with these entries. */
    public static byte[] file(List<SnapshotEntry> entries, Optional<EncryptionKey> key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BackupWriter writer = new BackupWriter(out, HEADER, key)) {
            entries.forEach(writer::write);
            writer.finish();
        }
        return out.toByteArray();
    }

    /** A key that is always the same. */
    public static EncryptionKey key(String name, int filler) {
        byte[] bytes = new byte[EncryptionKey.LENGTH];
        Arrays.fill(bytes, (byte) filler);
        return new EncryptionKey(name, bytes);
    }

    /** Just this key. */
    public static KeyRing ring(EncryptionKey key) {
        return name -> Optional.of(key).filter(only -> only.name().equals(name));
    }
}
