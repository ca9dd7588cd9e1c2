package dev.memoryservice.server.store.sqlite;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * How near in meaning each memory is to a question: one scan of the vectors of all memories that may be found. A long
 * memory is as near as its nearest passage.
 */
final class SemanticScores {

    private final TenantVectors.View view;
    private final float[] cosines;

    /** The passage that a memory is near by, when it is not the first. */
    private final Map<Integer, Integer> nearestPassages = new HashMap<>();

    SemanticScores(TenantVectors.View view, BitSet searched, float[] question) {
        this.view = view;
        this.cosines = new float[view.size()];
        QuantizedVector query = QuantizedVector.of(question);
        for (int slot = searched.nextSetBit(0); slot >= 0; slot = searched.nextSetBit(slot + 1)) {
            cosines[slot] = view.dot(slot, query);
        }
        PassageVectors.View passages = view.passages();
        for (int i = 0; i < passages.size(); i++) {
            int slot = passages.slot(i);
            if (slot >= 0 && slot < view.size() && searched.get(slot)) {
                float cosine = passages.dot(i, query);
                if (cosine > cosines[slot]) {
                    cosines[slot] = cosine;
                    nearestPassages.put(slot, passages.ordinal(i));
                }
            }
        }
    }

    /** Which passage of the memory in {@code slot} is nearest, from 0. */
    int nearestPassage(int slot) {
        return nearestPassages.getOrDefault(slot, 0);
    }

    /** The cosine of the memory in {@code slot} by itself. */
    float cosine(int slot) {
        return cosines[slot];
    }

    /**
     * The cosine of the question with the mean of a memory's own vector and its window's, which is the mean of those
     * of the memory before, its own and the one after in the conversation. Made of the cosines that the scan has
     * found and of the lengths of the sums: the question's product with a sum is the sum of its products.
     */
    float inWindow(int slot, BitSet searched) {
        int previous = present(view.previous(slot), searched);
        int next = present(view.next(slot), searched);
        if (!view.hasVector(slot) || (previous == SlotBlock.NONE && next == SlotBlock.NONE)) {
            return cosines[slot];
        }
        double sum = cosines[slot];
        double squaredLength = 1;
        double withOwn = 1;
        if (previous != SlotBlock.NONE) {
            sum += cosines[previous];
            squaredLength += 1 + 2 * view.toPrevious(slot);
            withOwn += view.toPrevious(slot);
        }
        if (next != SlotBlock.NONE) {
            sum += cosines[next];
            squaredLength += 1 + 2 * view.toPrevious(next);
            withOwn += view.toPrevious(next);
        }
        if (previous != SlotBlock.NONE && next != SlotBlock.NONE) {
            squaredLength += 2 * view.toSecondPrevious(next);
        }
        double length = Math.sqrt(Math.max(squaredLength, 1e-6));
        return (float) ((cosines[slot] + sum / length) / Math.sqrt(Math.max(2 + 2 * withOwn / length, 1e-6)));
    }

    private int present(int slot, BitSet searched) {
        return slot != SlotBlock.NONE && searched.get(slot) && view.hasVector(slot) ? slot : SlotBlock.NONE;
    }
}
