package dev.memoryservice.server.store.sqlite;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The vectors of one tenant's memories in contiguous memory, each in a slot, with what a search needs of every memory
 * before it knows which it wants: id, space, time and length. One thread appends and removes; any number of threads scan.
 *
 * <p>The vectors are outside the Java heap: 100,000 of them are 147 MiB that the garbage collector would copy and that
 * would have to fit its old generation.
 *
 * <p>What must stay true: slots are in the order of ids, which only grow; a slot below the size of a published {@link
 * View} never changes but for its removal mark. That mark is written without ordering: a reader that misses it is
 * corrected when it reads the memory's row.
 */
final class TenantVectors {

    private static final int SLOTS_PER_CHUNK = 1024;
    private static final int FIRST_SLOTS = 32;

    private final int dimension;
    private volatile View view = new View(new Chunk[0], 0);
    private int removed;
    private int reserved;

    TenantVectors(int dimension) {
        this.dimension = dimension;
    }

    /** What there is now; stays as it is while memories are added. */
    View view() {
        return view;
    }

    /**
     * Makes room for one more vector, so that {@link #append} cannot fail after the memory's transaction is committed.
     *
     * @throws OutOfMemoryError when the limit on memory outside the heap is reached
     */
    void reserve() {
        View now = view;
        int needed = now.size() + reserved + 1;
        if (needed > now.capacity()) {
            view = new View(withRoomFor(needed), now.size());
        }
        reserved++;
    }

    /** Gives the room back that was reserved and not used, since the transaction was rolled back. */
    void releaseReserved() {
        reserved = 0;
    }

    /** Adds a memory; its id is greater than every id before, and {@link #reserve} has made room. */
    void append(long id, long space, long createdAt, int words, MemorySegment vector) {
        View now = view;
        now.chunk(now.size()).set(now.size() % SLOTS_PER_CHUNK, id, space, createdAt, words, vector);
        // Publishes the slot: a reader that sees the new size sees what was written before it.
        view = new View(now.chunks, now.size() + 1);
        reserved = Math.max(0, reserved - 1);
    }

    /** Takes a memory out; does nothing when it is not in. */
    void remove(long id) {
        View now = view;
        OptionalInt slot = now.slotOf(id);
        if (slot.isPresent() && !now.isRemoved(slot.getAsInt())) {
            now.chunk(slot.getAsInt()).removed[slot.getAsInt() % SLOTS_PER_CHUNK] = true;
            removed++;
            if (removed > SLOTS_PER_CHUNK && removed > now.size() / 2) {
                compact(now);
            }
        }
    }

    /** The chunks, with more behind them. The last one grows by doubling first, so that a small tenant stays small. */
    private Chunk[] withRoomFor(int slots) {
        Chunk[] chunks = view.chunks.clone();
        if (chunks.length > 0) {
            Chunk last = chunks[chunks.length - 1];
            int before = (chunks.length - 1) * SLOTS_PER_CHUNK;
            int enlarged = last.capacity();
            while (enlarged < SLOTS_PER_CHUNK && before + enlarged < slots) {
                enlarged *= 2;
            }
            chunks[chunks.length - 1] = enlarged == last.capacity() ? last : last.enlarged(enlarged, dimension);
            if (before + enlarged >= slots) {
                return chunks;
            }
        }
        chunks = Arrays.copyOf(chunks, chunks.length + 1);
        chunks[chunks.length - 1] = new Chunk(chunks.length == 1 ? FIRST_SLOTS : SLOTS_PER_CHUNK, dimension);
        return chunks;
    }

    private void compact(View full) {
        TenantVectors compacted = new TenantVectors(dimension);
        for (int slot = 0; slot < full.size(); slot++) {
            if (!full.isRemoved(slot)) {
                compacted.reserve();
                compacted.append(
                        full.id(slot),
                        full.space(slot),
                        full.createdAt(slot),
                        full.words(slot),
                        full.vector(slot, dimension));
            }
        }
        removed = 0;
        view = compacted.view;
    }

    /** The slots 0 to {@code size} - 1 as they are at one moment. */
    static final class View {

        private final Chunk[] chunks;
        private final int size;

        private View(Chunk[] chunks, int size) {
            this.chunks = chunks;
            this.size = size;
        }

        int size() {
            return size;
        }

        long id(int slot) {
            return chunk(slot).ids[slot % SLOTS_PER_CHUNK];
        }

        long space(int slot) {
            return chunk(slot).spaces[slot % SLOTS_PER_CHUNK];
        }

        /** When the memory was made, in microseconds since 1970. */
        long createdAt(int slot) {
            return chunk(slot).createdAt[slot % SLOTS_PER_CHUNK];
        }

        int words(int slot) {
            return chunk(slot).words[slot % SLOTS_PER_CHUNK];
        }

        boolean isRemoved(int slot) {
            return chunk(slot).removed[slot % SLOTS_PER_CHUNK];
        }

        /** The cosine of the vector in {@code slot}, which is a unit vector, with another unit vector. */
        float dot(int slot, float[] query) {
            return DotProduct.of(chunk(slot).vectors, (long) (slot % SLOTS_PER_CHUNK) * query.length, query);
        }

        /** The slot of a memory; empty when it came later than this view. */
        OptionalInt slotOf(long id) {
            int slot = slotAtOrAfter(id, 0);
            return slot < size && id(slot) == id ? OptionalInt.of(slot) : OptionalInt.empty();
        }

        /**
         * The first slot whose id is not less than {@code id}, or the size. Cheap when it is near {@code from}.
         *
         * @param from a slot that is not behind it
         */
        int slotAtOrAfter(long id, int from) {
            int low = from;
            int step = 1;
            while (low + step < size && id(low + step) < id) {
                low += step;
                step *= 2;
            }
            int high = Math.min(size, low + step);
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (id(middle) < id) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private int capacity() {
            return chunks.length == 0
                    ? 0
                    : (chunks.length - 1) * SLOTS_PER_CHUNK + chunks[chunks.length - 1].capacity();
        }

        private MemorySegment vector(int slot, int dimension) {
            long bytes = (long) dimension * Float.BYTES;
            return chunk(slot).vectors.asSlice(slot % SLOTS_PER_CHUNK * bytes, bytes);
        }

        private Chunk chunk(int slot) {
            return chunks[slot / SLOTS_PER_CHUNK];
        }
    }

    /** A block of slots. */
    private static final class Chunk {

        /** Freed by the garbage collector when no view holds it any more. */
        private final MemorySegment vectors;

        private final long[] ids;
        private final long[] spaces;
        private final long[] createdAt;
        private final int[] words;
        private final boolean[] removed;

        Chunk(int capacity, int dimension) {
            vectors = Arena.ofAuto().allocate((long) capacity * dimension * Float.BYTES, 64);
            ids = new long[capacity];
            spaces = new long[capacity];
            createdAt = new long[capacity];
            words = new int[capacity];
            removed = new boolean[capacity];
        }

        int capacity() {
            return ids.length;
        }

        void set(int index, long id, long space, long created, int length, MemorySegment vector) {
            MemorySegment.copy(vector, 0, vectors, index * vector.byteSize(), vector.byteSize());
            ids[index] = id;
            spaces[index] = space;
            createdAt[index] = created;
            words[index] = length;
        }

        Chunk enlarged(int newCapacity, int dimension) {
            Chunk larger = new Chunk(newCapacity, dimension);
            MemorySegment.copy(
                    vectors, ValueLayout.JAVA_BYTE, 0, larger.vectors, ValueLayout.JAVA_BYTE, 0, vectors.byteSize());
            System.arraycopy(ids, 0, larger.ids, 0, ids.length);
            System.arraycopy(spaces, 0, larger.spaces, 0, ids.length);
            System.arraycopy(createdAt, 0, larger.createdAt, 0, ids.length);
            System.arraycopy(words, 0, larger.words, 0, ids.length);
            System.arraycopy(removed, 0, larger.removed, 0, ids.length);
            return larger;
        }
    }
}
