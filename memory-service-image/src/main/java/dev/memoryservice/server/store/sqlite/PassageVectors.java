package dev.memoryservice.server.store.sqlite;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The vectors of the passages that follow the first one of long memories. Of the writer's
 * thread; readers get the {@link View} with that of the memories, whose slots it speaks of. A passage of a removed
 * memory, or one that was replaced, keeps its place until {@link #move} packs the rest.
 */
final class PassageVectors {

    private static final int PASSAGES_PER_BLOCK = 256;

    private static final int GONE = -1;

    private final int dimension;
    private final BitSet slotsWithPassages = new BitSet();
    private View view = new View(new Block[0], 0);
    private int reserved;

    PassageVectors(int dimension) {
        this.dimension = dimension;
    }

    /** What there is now; stays as it is while passages are added. */
    View view() {
        return view;
    }

    /** Makes room for so many more passages than there are and were promised room. */
    void reserve(int more) {
        reserved += more;
        Block[] blocks = view.blocks;
        while (blocks.length * PASSAGES_PER_BLOCK < view.size + reserved) {
            blocks = Arrays.copyOf(blocks, blocks.length + 1);
            blocks[blocks.length - 1] = new Block(dimension);
        }
        view = new View(blocks, view.size);
    }

    /** Gives the room back that was reserved and not used. */
    void releaseReserved() {
        reserved = 0;
    }

    /**
     * Gives the memory in {@code slot} these passages in place of those it had; {@link #reserve} has made room.
     *
     * @param vectors of the passages 1, 2 and so on; passage 0 is the memory's own vector
     */
    void replace(int slot, List<QuantizedVector> vectors) {
        View now = view;
        int size = now.size + vectors.size();
        remove(slot);
        slotsWithPassages.set(slot, !vectors.isEmpty());
        View then = new View(now.blocks, size);
        for (int i = 0; i < vectors.size(); i++) {
            then.set(now.size + i, slot, i + 1, vectors.get(i));
        }
        view = then;
        reserved = Math.max(0, reserved - vectors.size());
    }

    /** Takes the passages of the memory in {@code slot} out. */
    void remove(int slot) {
        if (!slotsWithPassages.get(slot)) {
            return;
        }
        slotsWithPassages.clear(slot);
        View now = view;
        for (int i = 0; i < now.size; i++) {
            if (now.slot(i) == slot) {
                now.block(i).slots[i % PASSAGES_PER_BLOCK] = GONE;
            }
        }
    }

    /**
     * Follows the memories to their new slots.
     *
     * @param moved the new slot by the old one; negative for a memory that is gone
     */
    void move(int[] moved) {
        View now = view;
        Block[] blocks = new Block[now.blocks.length];
        Arrays.setAll(blocks, i -> new Block(dimension));
        View then = new View(blocks, now.size);
        int size = 0;
        slotsWithPassages.clear();
        for (int i = 0; i < now.size; i++) {
            if (now.slot(i) != GONE && moved[now.slot(i)] >= 0) {
                slotsWithPassages.set(moved[now.slot(i)]);
                then.set(
                        size++,
                        moved[now.slot(i)],
                        now.ordinal(i),
                        now.block(i).vectors.get(i % PASSAGES_PER_BLOCK));
            }
        }
        int needed = (size + reserved + PASSAGES_PER_BLOCK - 1) / PASSAGES_PER_BLOCK;
        view = new View(Arrays.copyOf(blocks, Math.min(needed, blocks.length)), size);
        int promised = reserved;
        reserved = 0;
        reserve(promised);
    }

    /** The passages 0 to {@code size} - 1 as they are at one moment. */
    static final class View {

        private final Block[] blocks;
        private final int size;

        private View(Block[] blocks, int size) {
            this.blocks = blocks;
            this.size = size;
        }

        int size() {
            return size;
        }

        /** The slot of the memory that passage {@code i} belongs to; negative when it is gone. */
        int slot(int i) {
            return block(i).slots[i % PASSAGES_PER_BLOCK];
        }

        /** Which passage of its memory this is, from 1. */
        int ordinal(int i) {
            return block(i).ordinals[i % PASSAGES_PER_BLOCK];
        }

        float dot(int i, QuantizedVector query) {
            return block(i).vectors.dot(i % PASSAGES_PER_BLOCK, query);
        }

        private void set(int i, int slot, int ordinal, QuantizedVector vector) {
            Block block = block(i);
            block.vectors.set(i % PASSAGES_PER_BLOCK, vector);
            block.slots[i % PASSAGES_PER_BLOCK] = slot;
            block.ordinals[i % PASSAGES_PER_BLOCK] = ordinal;
        }

        private Block block(int i) {
            return blocks[i / PASSAGES_PER_BLOCK];
        }
    }

    private static final class Block {

        private final VectorBlock vectors;
        private final int[] slots = new int[PASSAGES_PER_BLOCK];
        private final int[] ordinals = new int[PASSAGES_PER_BLOCK];

        Block(int dimension) {
            vectors = new VectorBlock(PASSAGES_PER_BLOCK, dimension);
        }
    }
}
