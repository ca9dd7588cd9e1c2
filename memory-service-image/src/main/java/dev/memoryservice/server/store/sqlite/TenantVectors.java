package dev.memoryservice.server.store.sqlite;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The vectors of one tenant's memories, each in a slot, with what a search needs of every memory before it knows which
 * it wants. One thread writes; any number of threads scan.
 *
 * <p>What must stay true: slots are in the order of ids, which only grow; a slot below the size of a published {@link
 * View} keeps its memory for good. Its removal mark, its vector (when the model changes) and its neighbours in the
 * conversation change without ordering: a reader that misses a removal is corrected when it reads the memory's row,
 * and one that misses the rest ranks by what was true a moment ago.
 */
final class TenantVectors {

    static final int SLOTS_PER_BLOCK = 1024;
    private static final int FIRST_SLOTS = 32;

    private final int dimension;
    private final PassageVectors passages;
    private volatile View view;

    /** The last slot of each conversation; of the writer's thread. */
    private final Map<Long, Integer> lastOfConversation = new HashMap<>();

    private int removed;
    private int reserved;

    TenantVectors(int dimension) {
        this.dimension = dimension;
        this.passages = new PassageVectors(dimension);
        this.view = new View(new SlotBlock[0], 0, passages.view());
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
            view = new View(withRoomFor(needed), now.size(), now.passages());
        }
        reserved++;
    }

    /** Gives the room back that was reserved and not used, since the transaction was rolled back. */
    void releaseReserved() {
        reserved = 0;
        passages.releaseReserved();
    }

    /**
     * Makes room for so many further passages, so that {@link #replacePassages} cannot fail after the commit.
     *
     * @throws OutOfMemoryError when the limit on memory outside the heap is reached
     */
    void reservePassages(int more) {
        passages.reserve(more);
    }

    /** Adds a memory; its id is greater than every id before, and {@link #reserve} has made room. */
    void append(IndexedMemory memory) {
        View now = view;
        int slot = now.size();
        View then = new View(now.blocks, slot + 1, now.passages());
        then.block(slot).set(slot % SLOTS_PER_BLOCK, memory);
        if (memory.conversation() != 0) {
            Integer last = lastOfConversation.put(memory.conversation(), slot);
            if (last != null) {
                // To readers of the views before, which end here, the last one still has no successor.
                then.link(last, slot);
                then.measure(slot);
            }
        }
        // Publishes the slot: a reader that sees the new size sees what was written before it.
        view = then;
        reserved = Math.max(0, reserved - 1);
    }

    /** Gives a memory another vector; does nothing when it is not in. */
    void replaceVector(long id, QuantizedVector vector) {
        View now = view;
        now.slotOf(id).ifPresent(slot -> {
            now.block(slot).vectors.set(slot % SLOTS_PER_BLOCK, vector);
            now.measureAround(slot);
        });
    }

    /**
     * Gives a memory these further passages in place of those it had; does nothing when it is not in.
     *
     * @param vectors of the passages 1, 2 and so on; passage 0 is the memory's own vector
     */
    void replacePassages(long id, List<QuantizedVector> vectors) {
        View now = view;
        now.slotOf(id).ifPresent(slot -> {
            passages.replace(slot, vectors);
            view = new View(now.blocks, now.size(), passages.view());
        });
    }

    /** Takes a memory out; does nothing when it is not in. */
    void remove(long id) {
        View now = view;
        OptionalInt found = now.slotOf(id);
        if (found.isEmpty() || now.isRemoved(found.getAsInt())) {
            return;
        }
        int slot = found.getAsInt();
        int previous = now.previous(slot);
        int next = now.next(slot);
        now.block(slot).removed[slot % SLOTS_PER_BLOCK] = true;
        now.link(previous, next);
        if (next != SlotBlock.NONE) {
            now.measureAround(next);
        } else {
            // The next memory of the conversation follows the one before.
            lastOfConversation.computeIfPresent(
                    now.conversation(slot), (conversation, last) -> previous == SlotBlock.NONE ? null : previous);
        }
        passages.remove(slot);
        removed++;
        if (removed > SLOTS_PER_BLOCK && removed > now.size() / 2) {
            compact(now);
        }
    }

    /** The blocks, with more behind them. The last one grows by doubling first, so that a small tenant stays small. */
    private SlotBlock[] withRoomFor(int slots) {
        SlotBlock[] blocks = view.blocks.clone();
        if (blocks.length > 0) {
            SlotBlock last = blocks[blocks.length - 1];
            int before = (blocks.length - 1) * SLOTS_PER_BLOCK;
            int enlarged = last.capacity();
            while (enlarged < SLOTS_PER_BLOCK && before + enlarged < slots) {
                enlarged *= 2;
            }
            blocks[blocks.length - 1] = enlarged == last.capacity() ? last : last.enlarged(enlarged, dimension);
            if (before + enlarged >= slots) {
                return blocks;
            }
        }
        blocks = Arrays.copyOf(blocks, blocks.length + 1);
        blocks[blocks.length - 1] = new SlotBlock(blocks.length == 1 ? FIRST_SLOTS : SLOTS_PER_BLOCK, dimension);
        return blocks;
    }

    /** Moves the live memories together. Readers of the old view go on with it. */
    private void compact(View full) {
        int[] moved = new int[full.size()];
        Arrays.fill(moved, SlotBlock.NONE);
        TenantVectors compacted = new TenantVectors(dimension);
        for (int slot = 0; slot < full.size(); slot++) {
            if (!full.isRemoved(slot)) {
                compacted.reserve();
                moved[slot] = compacted.view.size();
                compacted.append(full.memory(slot));
            }
        }
        // What the running transactions were promised still fits.
        for (int i = 0; i < reserved; i++) {
            compacted.reserve();
        }
        lastOfConversation.clear();
        lastOfConversation.putAll(compacted.lastOfConversation);
        passages.move(moved);
        removed = 0;
        view = new View(compacted.view.blocks, compacted.view.size(), passages.view());
    }

    /** The slots 0 to {@code size} - 1 as they are at one moment. */
    static final class View {

        private final SlotBlock[] blocks;
        private final int size;
        private final PassageVectors.View passages;

        private View(SlotBlock[] blocks, int size, PassageVectors.View passages) {
            this.blocks = blocks;
            this.size = size;
            this.passages = passages;
        }

        /** The vectors of the further passages of long memories. */
        PassageVectors.View passages() {
            return passages;
        }

        int size() {
            return size;
        }

        long id(int slot) {
            return block(slot).ids[slot % SLOTS_PER_BLOCK];
        }

        long space(int slot) {
            return block(slot).spaces[slot % SLOTS_PER_BLOCK];
        }

        /** When the memory was made, in microseconds since 1970. */
        long createdAt(int slot) {
            return block(slot).createdAt[slot % SLOTS_PER_BLOCK];
        }

        int words(int slot) {
            return block(slot).words[slot % SLOTS_PER_BLOCK];
        }

        int author(int slot) {
            return block(slot).authors[slot % SLOTS_PER_BLOCK];
        }

        boolean isRemoved(int slot) {
            return block(slot).removed[slot % SLOTS_PER_BLOCK];
        }

        /** The memory before this one in its conversation, or {@link SlotBlock#NONE}. */
        int previous(int slot) {
            return block(slot).previous[slot % SLOTS_PER_BLOCK];
        }

        /** The memory after this one in its conversation, or {@link SlotBlock#NONE}. */
        int next(int slot) {
            int next = block(slot).next[slot % SLOTS_PER_BLOCK];
            return next < size ? next : SlotBlock.NONE;
        }

        /** The cosine of a memory's vector and that of the one before it in the conversation. */
        float toPrevious(int slot) {
            return block(slot).toPrevious[slot % SLOTS_PER_BLOCK];
        }

        /** The cosine of a memory's vector and that of the second one before it in the conversation. */
        float toSecondPrevious(int slot) {
            return block(slot).toSecondPrevious[slot % SLOTS_PER_BLOCK];
        }

        /** Whether the memory has a vector of the present model. */
        boolean hasVector(int slot) {
            return block(slot).vectors.isSet(slot % SLOTS_PER_BLOCK);
        }

        /** The cosine of the vector in {@code slot} with a question's. */
        float dot(int slot, QuantizedVector query) {
            return block(slot).vectors.dot(slot % SLOTS_PER_BLOCK, query);
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
            return blocks.length == 0
                    ? 0
                    : (blocks.length - 1) * SLOTS_PER_BLOCK + blocks[blocks.length - 1].capacity();
        }

        private IndexedMemory memory(int slot) {
            return new IndexedMemory(
                    id(slot),
                    space(slot),
                    createdAt(slot),
                    words(slot),
                    author(slot),
                    conversation(slot),
                    vector(slot));
        }

        private long conversation(int slot) {
            return block(slot).conversations[slot % SLOTS_PER_BLOCK];
        }

        private QuantizedVector vector(int slot) {
            return block(slot).vectors.get(slot % SLOTS_PER_BLOCK);
        }

        private void link(int previous, int next) {
            if (previous != SlotBlock.NONE) {
                block(previous).next[previous % SLOTS_PER_BLOCK] = next;
            }
            if (next != SlotBlock.NONE) {
                block(next).previous[next % SLOTS_PER_BLOCK] = previous;
            }
        }

        private void measureAround(int slot) {
            measure(slot);
            int next = next(slot);
            if (next != SlotBlock.NONE) {
                measure(next);
                if (next(next) != SlotBlock.NONE) {
                    measure(next(next));
                }
            }
        }

        private void measure(int slot) {
            int previous = previous(slot);
            if (previous != SlotBlock.NONE) {
                QuantizedVector own = vector(slot);
                SlotBlock block = block(slot);
                block.toPrevious[slot % SLOTS_PER_BLOCK] = dot(previous, own);
                int second = previous(previous);
                block.toSecondPrevious[slot % SLOTS_PER_BLOCK] = second == SlotBlock.NONE ? 0 : dot(second, own);
            }
        }

        private SlotBlock block(int slot) {
            return blocks[slot / SLOTS_PER_BLOCK];
        }
    }
}
