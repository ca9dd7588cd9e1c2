package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.search.Bm25;
import dev.memoryservice.server.search.Words;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** How well each memory's words answer a question: BM25 over the memories that may be found. */
final class LexicalScores {

    /** What is remembered of stems from one search to the next. */
    record Stems(FrequentStems frequent, CommonStems common) {

        Stems() {
            this(new FrequentStems(), new CommonStems());
        }

        void forget() {
            frequent.forget();
            common.forget();
        }
    }

    private final TenantVectors.View view;
    private final BitSet searched;
    private final float[] scores;
    private boolean anyScored;

    private LexicalScores(TenantVectors.View view, BitSet searched) {
        this.view = view;
        this.searched = searched;
        this.scores = new float[view.size()];
    }

    static LexicalScores of(
            Session session, Scope scope, TenantVectors.View view, BitSet searched, Stems stems, String text)
            throws SQLException {
        LexicalScores scores = new LexicalScores(view, searched);
        List<String> words = Words.ofQuestion(text);
        if (!searched.isEmpty() && !words.isEmpty()) {
            scores.score(session, scope, stems, LexicalIndex.terms(session, words));
        }
        return scores;
    }

    /** The BM25 score of a memory by its own words; 0 when it has none of the question's. */
    float own(int slot) {
        return scores[slot];
    }

    /**
     * The score of a memory with a share of the better one of its neighbours in the conversation: what answers a
     * question often stands beside the words of the question.
     */
    float withNeighbours(int slot, double share) {
        int previous = view.previous(slot);
        int next = view.next(slot);
        float better =
                Math.max(previous == SlotBlock.NONE ? 0 : scores[previous], next == SlotBlock.NONE ? 0 : scores[next]);
        return scores[slot] + (float) share * better;
    }

    /** Whether any memory has any of the words. */
    boolean any() {
        return anyScored;
    }

    private void score(Session session, Scope scope, Stems stems, List<LexicalIndex.Term> terms) throws SQLException {
        int memories = searched.cardinality();
        double averageLength = averageLength(memories);
        List<LexicalIndex.Term> ofNearlyAll = new ArrayList<>();
        for (LexicalIndex.Term term : terms) {
            if (stems.frequent().knows(scope.tenant(), term.stem(), view.size())) {
                ofNearlyAll.add(term);
                continue;
            }
            Occurrences found = occurrences(session, scope, stems.common(), term);
            if (stems.frequent().learn(scope.tenant(), term.stem(), found.all, view.size())) {
                ofNearlyAll.add(term);
            } else {
                add(found, memories, averageLength);
            }
        }
        if (!anyScored) {
            // A question of nothing but such words still finds what contains them.
            for (LexicalIndex.Term term : ofNearlyAll) {
                add(occurrences(session, scope, stems.common(), term), memories, averageLength);
            }
        }
    }

    private double averageLength(int memories) {
        long words = 0;
        for (int slot = searched.nextSetBit(0); slot >= 0; slot = searched.nextSetBit(slot + 1)) {
            words += view.words(slot);
        }
        return Math.max(1, (double) words / memories);
    }

    private Occurrences occurrences(Session session, Scope scope, CommonStems common, LexicalIndex.Term term)
            throws SQLException {
        Occurrences found = new Occurrences();
        LexicalIndex.occurrences(session, scope.tenant(), term, common, (id, occurrences) -> {
            found.all++;
            int slot = view.slotAtOrAfter(id, found.lastSlot());
            if (slot < view.size() && view.id(slot) == id && searched.get(slot)) {
                found.add(slot, occurrences);
            }
        });
        return found;
    }

    private void add(Occurrences found, int memories, double averageLength) {
        Bm25 bm25 = Bm25.FOR_MEMORIES;
        double rarity = bm25.rarity(memories, found.size);
        for (int i = 0; i < found.size; i++) {
            int slot = found.slots[i];
            scores[slot] += (float) (rarity * bm25.weight(found.counts[i], view.words(slot), averageLength));
        }
        anyScored |= found.size > 0;
    }

    /** A growing list of slots and how often a stem occurs in each. */
    private static final class Occurrences {

        private int[] slots = new int[64];
        private int[] counts = new int[64];
        private int size;

        /** How many memories of the tenant have the stem, whether they may be found or not. */
        private int all;

        /** Where to look on: occurrences come in the order of slots. */
        int lastSlot() {
            return size == 0 ? 0 : slots[size - 1];
        }

        void add(int slot, int count) {
            if (size == slots.length) {
                slots = Arrays.copyOf(slots, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            slots[size] = slot;
            counts[size++] = count;
        }
    }
}
