package dev.memoryservice.server.store.sqlite;

import java.util.Arrays;

/** A fixed number of slots of {@link TenantVectors}, column by column. */
final class SlotBlock {

    /** No slot: a memory without a predecessor or successor in its conversation. */
    static final int NONE = -1;

    final VectorBlock vectors;
    final long[] ids;
    final long[] spaces;
    final long[] createdAt;
    final int[] words;
    final int[] authors;
    final long[] conversations;
    final boolean[] removed;

    /** The slots before and after this one in its conversation. */
    final int[] previous;

    final int[] next;

    /** The cosines with the vector of the slot before, and of the one before that. */
    final float[] toPrevious;

    final float[] toSecondPrevious;

    SlotBlock(int capacity, int dimension) {
        vectors = new VectorBlock(capacity, dimension);
        ids = new long[capacity];
        spaces = new long[capacity];
        createdAt = new long[capacity];
        words = new int[capacity];
        authors = new int[capacity];
        conversations = new long[capacity];
        removed = new boolean[capacity];
        previous = new int[capacity];
        next = new int[capacity];
        toPrevious = new float[capacity];
        toSecondPrevious = new float[capacity];
        Arrays.fill(previous, NONE);
        Arrays.fill(next, NONE);
    }

    int capacity() {
        return ids.length;
    }

    void set(int index, IndexedMemory memory) {
        vectors.set(index, memory.vector());
        ids[index] = memory.id();
        spaces[index] = memory.space();
        createdAt[index] = memory.createdAt();
        words[index] = memory.words();
        authors[index] = memory.author();
        conversations[index] = memory.conversation();
    }

    SlotBlock enlarged(int capacity, int dimension) {
        SlotBlock larger = new SlotBlock(capacity, dimension);
        vectors.copyTo(larger.vectors);
        copy(ids, larger.ids);
        copy(spaces, larger.spaces);
        copy(createdAt, larger.createdAt);
        copy(words, larger.words);
        copy(authors, larger.authors);
        copy(conversations, larger.conversations);
        copy(removed, larger.removed);
        copy(previous, larger.previous);
        copy(next, larger.next);
        copy(toPrevious, larger.toPrevious);
        copy(toSecondPrevious, larger.toSecondPrevious);
        return larger;
    }

    private void copy(Object from, Object to) {
        System.arraycopy(from, 0, to, 0, capacity());
    }
}
