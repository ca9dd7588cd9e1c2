package dev.memoryservice.server.memory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Compares the memories that there were with those of a snapshot, in any number: keeps 16 bytes of each that was there,
 * so that two of a million are taken for one another once in 30 million comparisons. First everything goes to {@link
 * #before}, then everything to {@link #after}.
 */
public final class SnapshotComparison {

    private final LongTable known = new LongTable();
    private final MessageDigest digest;
    private long before;
    private long changed;
    private long unchanged;
    private long added;

    public SnapshotComparison() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Something that there was. */
    public void before(StoredMemory stored) {
        if (stored.deletedAt().isEmpty()) {
            known.put(key(stored), state(stored));
            before++;
        }
    }

    /** Something that the snapshot has. */
    public void after(StoredMemory stored) {
        if (stored.deletedAt().isPresent()) {
            return;
        }
        long state = known.get(key(stored));
        if (state == LongTable.NONE) {
            added++;
        } else if (state == state(stored)) {
            unchanged++;
        } else {
            changed++;
        }
    }

    /** What the comparison found. */
    public SnapshotDifference difference() {
        return new SnapshotDifference(added, before - changed - unchanged, changed, unchanged);
    }

    private long key(StoredMemory stored) {
        return digest(stored.space().tenant()
                + '\0'
                + stored.space().store()
                + '\0'
                + stored.memory().contentHash());
    }

    private long state(StoredMemory stored) {
        return digest(stored.memory().toString() + stored.history());
    }

    /** Never {@link LongTable#NONE}. */
    private long digest(String text) {
        long value = ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return value == LongTable.NONE ? 1 : value;
    }
}
