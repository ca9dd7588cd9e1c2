package dev.memoryservice.server.memory;

import dev.memoryservice.server.document.Upload;
import java.time.Instant;
import java.util.Optional;

/** One of the things that a store consists of, as a backup keeps it and a restore puts it back. */
public sealed interface SnapshotEntry {

    /** Whose it is. */
    String tenant();

    /**
     * A store that a tenant has, with or without memories.
     *
     * @param space not {@link Space#ALL_STORES}
     */
    record OfSpace(Space space) implements SnapshotEntry {
        @Override
        public String tenant() {
            return space.tenant();
        }
    }

    /**
     * A memory or a tombstone.
     *
     * @param vectors of a live memory, unless the store never had any
     */
    record OfMemory(StoredMemory stored, Optional<MemoryVectors> vectors) implements SnapshotEntry {
        @Override
        public String tenant() {
            return stored.space().tenant();
        }
    }

    /**
     * Two memories of one space of which one may be wrong.
     *
     * @param newerHash the content hash of the one that was stored later
     * @param olderHash the content hash of the other
     * @param cosine how near their meanings are
     * @param divergence how much their words differ
     */
    record OfContradiction(
            Space space, String newerHash, String olderHash, double cosine, double divergence, Instant foundAt)
            implements SnapshotEntry {
        @Override
        public String tenant() {
            return space.tenant();
        }
    }

    /**
     * What became of a document that was uploaded.
     *
     * @param upload one that has ended
     */
    record OfUpload(String tenant, Upload upload) implements SnapshotEntry {}
}
