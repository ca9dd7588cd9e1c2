package dev.memoryservice.server.store.sqlite;

import java.util.Arrays;

/** Keeps the slots with the greatest scores of all it is offered, at most a fixed number; a heap, the least on top. */
final class TopSlots {

    private final int[] slots;
    private final float[] scores;
    private int size;

    TopSlots(int most) {
        slots = new int[most];
        scores = new float[most];
    }

    void offer(int slot, float score) {
        if (size < slots.length) {
            size++;
            siftUp(size - 1, slot, score);
        } else if (score > scores[0]) {
            siftDown(slot, score);
        }
    }

    /** The slots kept, in no order. */
    int[] slots() {
        return Arrays.copyOf(slots, size);
    }

    /** Hands over the slots kept, each with its score, in no order. */
    void forEach(SlotConsumer consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(slots[i], scores[i]);
        }
    }

    /** What is done with a slot and its score. */
    interface SlotConsumer {
        void accept(int slot, float score);
    }

    private void siftUp(int from, int slot, float score) {
        int i = from;
        while (i > 0 && scores[(i - 1) / 2] > score) {
            move((i - 1) / 2, i);
            i = (i - 1) / 2;
        }
        slots[i] = slot;
        scores[i] = score;
    }

    private void siftDown(int slot, float score) {
        int i = 0;
        while (2 * i + 1 < size) {
            int child = 2 * i + 1;
            if (child + 1 < size && scores[child + 1] < scores[child]) {
                child++;
            }
            if (scores[child] >= score) {
                break;
            }
            move(child, i);
            i = child;
        }
        slots[i] = slot;
        scores[i] = score;
    }

    private void move(int from, int to) {
        slots[to] = slots[from];
        scores[to] = scores[from];
    }
}
