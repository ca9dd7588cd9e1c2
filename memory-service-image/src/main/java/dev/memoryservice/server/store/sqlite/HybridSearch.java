package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.search.Author;
import dev.memoryservice.server.search.QuestionDates;
import dev.memoryservice.server.search.Ranking;
import dev.memoryservice.server.search.ScoreFusion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Search by words and meaning: scans every vector that may be found, scores every memory that shares a word with the
 * question or stands beside one that does, takes the best of each side as candidates and fuses their scores. A
 * candidate of one side has its true score on the other.
 *
 * <p>The space is known in memory, since every search needs it; tags and types are looked up in the database's
 * indexes, since few searches need them and they cost only as much as they match.
 */
final class HybridSearch {

    /** The candidates of each side: far more than are shown, so that the fusion sees who is good at both. */
    private static final int CANDIDATES = 200;

    private final VectorIndex vectors;
    private final FoundMemories found;
    private final Ranking ranking;
    private final LexicalScores.Stems stems = new LexicalScores.Stems();

    HybridSearch(VectorIndex vectors, String model, Ranking ranking) {
        this.vectors = vectors;
        this.found = new FoundMemories(model);
        this.ranking = ranking;
    }

    /** Forgets what was learnt of the memories' words, since all of them may be others. */
    void forgetStems() {
        stems.forget();
    }

    /** The best hits, best first. Linear in the tenant's memories: some 0.1 ms per 1,000. */
    List<SearchHit> search(Session session, Space space, SearchQuery query) throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        Optional<TenantVectors.View> view = scope.flatMap(known -> vectors.view(known.tenant()));
        if (view.isEmpty()) {
            return List.of();
        }
        return new Run(session, scope.get(), view.get(), query).hits();
    }

    /** One search on its way. */
    private final class Run {

        private final Session session;
        private final Scope scope;
        private final TenantVectors.View view;
        private final SearchQuery query;

        /** Which slots may be found. */
        private final BitSet searched;

        Run(Session session, Scope scope, TenantVectors.View view, SearchQuery query) {
            this.session = session;
            this.scope = scope;
            this.view = view;
            this.query = query;
            this.searched = new BitSet(view.size());
        }

        List<SearchHit> hits() throws SQLException {
            restrict();
            SemanticScores meaning = new SemanticScores(view, searched, query.embedding());
            LexicalScores words = LexicalScores.of(session, scope, view, searched, stems, query.text());
            int[] candidates = candidates(meaning, words);
            double[] scores = ScoreFusion.fuse(
                    Arrays.stream(candidates)
                            .mapToDouble(slot -> wordScore(words, slot))
                            .toArray(),
                    Arrays.stream(candidates)
                            .mapToDouble(slot -> meaningScore(meaning, slot))
                            .toArray(),
                    ranking.meaning());
            addPriors(candidates, scores);
            // Of equal scores the newer memory goes first.
            List<FoundMemories.Best> best = IntStream.range(0, candidates.length)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(i -> -scores[i])
                            .thenComparing(i -> candidates[i], Comparator.reverseOrder()))
                    .limit(query.limit())
                    .map(i -> new FoundMemories.Best(
                            view.id(candidates[i]), scores[i], meaning.nearestPassage(candidates[i])))
                    .toList();
            return found.hits(session, best, query.embedding());
        }

        /** Leaves what is deleted, in another space or not meant by the filter. */
        private void restrict() throws SQLException {
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
                }
            }
        }

        private double wordScore(LexicalScores words, int slot) {
            return ranking.neighbours() > 0 ? words.withNeighbours(slot, ranking.neighbours()) : words.own(slot);
        }

        private double meaningScore(SemanticScores meaning, int slot) {
            return ranking.window() ? meaning.inWindow(slot, searched) : meaning.cosine(slot);
        }

        private int[] candidates(SemanticScores meaning, LexicalScores words) {
            TopSlots byMeaning = new TopSlots(CANDIDATES);
            TopSlots byWords = new TopSlots(CANDIDATES);
            for (int slot = searched.nextSetBit(0); slot >= 0; slot = searched.nextSetBit(slot + 1)) {
                byMeaning.offer(slot, (float) meaningScore(meaning, slot));
                if (words.any()) {
                    float score = (float) wordScore(words, slot);
                    if (score > 0) {
                        byWords.offer(slot, score);
                    }
                }
            }
            return IntStream.concat(Arrays.stream(byMeaning.slots()), Arrays.stream(byWords.slots()))
                    .distinct()
                    .toArray();
        }

        /** Adds what is known without looking at the words; the scores stay within 0 and 1. */
        private void addPriors(int[] candidates, double[] scores) {
            Set<Integer> authors = ranking.author() > 0 ? Author.named(query.text()) : Set.of();
            List<QuestionDates.Span> dates =
                    ranking.date() > 0 ? QuestionDates.of(query.text(), Instant.now()) : List.of();
            boolean anyAuthor = Arrays.stream(candidates).anyMatch(slot -> authors.contains(view.author(slot)));
            double most = 1 + (anyAuthor ? ranking.author() : 0) + (dates.isEmpty() ? 0 : ranking.date());
            for (int i = 0; i < candidates.length; i++) {
                double prior = anyAuthor && authors.contains(view.author(candidates[i])) ? ranking.author() : 0;
                if (isWithin(dates, view.createdAt(candidates[i]))) {
                    prior += ranking.date();
                }
                scores[i] = (scores[i] + prior) / most;
            }
        }

        private static boolean isWithin(List<QuestionDates.Span> dates, long micros) {
            return dates.stream()
                    .anyMatch(span ->
                            MemoryRows.micros(span.from()) <= micros && micros < MemoryRows.micros(span.until()));
        }
    }
}
