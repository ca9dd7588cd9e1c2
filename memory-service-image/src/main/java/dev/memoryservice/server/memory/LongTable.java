package dev.memoryservice.server.memory;

/** Numbers by numbers that are spread evenly, as those of a digest are: 16 to 32 bytes for each. Zero is neither. */
final class LongTable {

    /** What is there of a key that was never put. */
    static final long NONE = 0;

    private static final int FIRST_CAPACITY = 1 << 10;

    /** Keys and values by turns; a power of two of pairs. */
    private long[] pairs = new long[2 * FIRST_CAPACITY];

    private int size;

    void put(long key, long value) {
        int place = place(pairs, key);
        if (pairs[place] == NONE) {
            size++;
        }
        pairs[place] = key;
        pairs[place + 1] = value;
        if (size > pairs.length / 2 / 4 * 3) {
            grow();
        }
    }

    long get(long key) {
        return pairs[place(pairs, key) + 1];
    }

    private void grow() {
        long[] larger = new long[2 * pairs.length];
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i] != NONE) {
                int place = place(larger, pairs[i]);
                larger[place] = pairs[i];
                larger[place + 1] = pairs[i + 1];
            }
        }
        pairs = larger;
    }

    private static int place(long[] pairs, long key) {
        int mask = pairs.length / 2 - 1;
        int place = (int) key & mask;
        while (pairs[2 * place] != NONE && pairs[2 * place] != key) {
            place = (place + 1) & mask;
        }
        return 2 * place;
    }
}
