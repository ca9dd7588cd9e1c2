package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.search.Bm25;
import dev.memoryservice.server.search.ScoreFusion;
import dev.memoryservice.server.search.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Search by words and meaning: scans every vector that may be found, scores every memory that shares a word with the
 * question, takes the best of each side as candidates and fuses their scores. Exact on both sides: a candidate of
 * one side has its true score on the other.
 *
 * <p>The space is known in memory, since every search needs it; tags and types are looked up in the database's
 * indexes, since few searches need them and they cost only as much as they match.
 */
final class HybridSearch {

    /** The candidates of each side: far more than are shown, so that the fusion sees who is good at both. */
    private static final int CANDIDATES = 200;

    private final VectorIndex vectors;

    HybridSearch(VectorIndex vectors) {
        this.vectors = vectors;
    }

    /** The best hits, best first. Linear in the tenant's memories: some 0.2 ms per 1,000. */
    List<SearchHit> search(Session session, Space space, SearchQuery query) throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        Optional<TenantVectors.View> view = scope.flatMap(found -> vectors.view(found.tenant()));
        if (view.isEmpty()) {
            return List.of();
        }
        Run run = new Run(session, scope.get(), view.get(), query);
        run.restrict();
        run.scoreMeaning();
        run.scoreWords();
        return run.hits();
    }

    /** One search on its way. */
    private static final class Run {

        private final Session session;
        private final Scope scope;
        private final TenantVectors.View view;
        private final SearchQuery query;

        /** Which slots may be found. */
        private final BitSet searched;

        private final float[] cosines;
        private final float[] wordScores;
        private long totalWords;

        Run(Session session, Scope scope, TenantVectors.View view, SearchQuery query) {
            this.session = session;
            this.scope = scope;
            this.view = view;
            this.query = query;
            this.searched = new BitSet(view.size());
            this.cosines = new float[view.size()];
            this.wordScores = new float[view.size()];
        }

        /** Leaves what is deleted, in another space or not meant by the filter. */
        void restrict() throws SQLException {
            MemoryFilter filter = query.filter();
            if (filter.isNone()) {
                searched.set(0, view.size());
            } else {
                Selection selection = Selection.of(session, scope, filter);
                try (ResultSet rows =
                        session.query(selection.sql(), selection.parameters().toArray())) {
                    while (rows.next()) {
                        view.slotOf(rows.getLong(1)).ifPresent(searched::set);
                    }
                }
            }
            for (int slot = searched.nextSetBit(0); slot >= 0; slot = searched.nextSetBit(slot + 1)) {
                if (view.isRemoved(slot) || !(scope.isEverySpace() || view.space(slot) == scope.space())) {
                    searched.clear(slot);
                } else {
                    totalWords += view.words(slot);
                }
            }
        }

        void scoreMeaning() {
            for (int slot = searched.nextSetBit(0); slot >= 0; slot = searched.nextSetBit(slot + 1)) {
                cosines[slot] = view.dot(slot, query.embedding());
            }
        }

        void scoreWords() throws SQLException {
            int memories = searched.cardinality();
            List<String> words = Words.ofQuestion(query.text());
            if (memories == 0 || words.isEmpty()) {
                return;
            }
            double averageLength = Math.max(1, (double) totalWords / memories);
            Bm25 bm25 = Bm25.FOR_MEMORIES;
            for (LexicalIndex.Term term : LexicalIndex.terms(session, words)) {
                Occurrences found = new Occurrences();
                LexicalIndex.occurrences(session, scope.tenant(), term, (id, occurrences) -> {
                    int slot = view.slotAtOrAfter(id, found.lastSlot());
                    if (slot < view.size() && view.id(slot) == id && searched.get(slot)) {
                        found.add(slot, occurrences);
                    }
                });
                double rarity = bm25.rarity(memories, found.size);
                for (int i = 0; i < found.size; i++) {
                    int slot = found.slots[i];
                    wordScores[slot] +=
                            (float) (rarity * bm25.weight(found.counts[i], view.words(slot), averageLength));
                }
            }
        }

        List<SearchHit> hits() throws SQLException {
            int[] candidates = candidates();
            double[] lexical = Arrays.stream(candidates)
                    .mapToDouble(slot -> wordScores[slot])
                    .toArray();
            double[] semantic =
                    Arrays.stream(candidates).mapToDouble(slot -> cosines[slot]).toArray();
            double[] fused = ScoreFusion.fuse(lexical, semantic);
            // Of equal scores the newer memory goes first.
            List<Integer> best = IntStream.range(0, candidates.length)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(i -> -fused[i])
                            .thenComparing(i -> candidates[i], Comparator.reverseOrder()))
                    .limit(query.limit())
                    .toList();
            Map<Long, Memory> memories = MemoryRows.byId(
                    session, best.stream().map(i -> view.id(candidates[i])).toList());
            List<SearchHit> hits = new ArrayList<>(best.size());
            for (int i : best) {
                // A memory that was deleted meanwhile is missing here.
                Memory memory = memories.get(view.id(candidates[i]));
                if (memory != null) {
                    hits.add(new SearchHit(memory, fused[i], semantic[i]));
                }
            }
            return hits;
        }

        private int[] candidates() {
            TopSlots byMeaning = new TopSlots(CANDIDATES);
            TopSlots byWords = new TopSlots(CANDIDATES);
            for (int slot = searched.nextSetBit(0); slot >= 0; slot = searched.nextSetBit(slot + 1)) {
                byMeaning.offer(slot, cosines[slot]);
                if (wordScores[slot] > 0) {
                    byWords.offer(slot, wordScores[slot]);
                }
            }
            return IntStream.concat(Arrays.stream(byMeaning.slots()), Arrays.stream(byWords.slots()))
                    .distinct()
                    .toArray();
        }
    }

    /** A growing list of slots and how often a stem occurs in each. */
    private static final class Occurrences {

        private int[] slots = new int[64];
        private int[] counts = new int[64];
        private int size;

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
