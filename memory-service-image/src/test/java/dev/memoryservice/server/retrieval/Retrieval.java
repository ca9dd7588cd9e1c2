package dev.memoryservice.server.retrieval;

import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.retrieval.RetrievalData.Question;
import dev.memoryservice.server.retrieval.RetrievalData.Turn;
import dev.memoryservice.server.search.Author;
import dev.memoryservice.server.search.Ranking;
import dev.memoryservice.server.store.sqlite.Pragmas;
import dev.memoryservice.server.store.sqlite.SqliteMemoryStore;
import dev.memoryservice.server.store.sqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Stores the memories of a set of data once, and asks its questions with one ranking after the other. */
final class Retrieval {

    /** The parts of the ranking, each on top of the one before. */
    static final Map<String, Ranking> RANKINGS = rankings();

    private static final int DEPTH = 10;

    private final RetrievalData data;
    private final Embedder embedder;
    private final Path file;
    private final Map<String, float[]> vectors = new ConcurrentHashMap<>();

    /** The ids of the turns of each corpus by content hash; two turns of the same words are one memory. */
    private final Map<String, Map<String, Set<String>>> turnsOfMemory = new HashMap<>();

    /** How well a ranking did; each figure is 0 to 1, averaged over the questions. */
    record Quality(double recallAt5, double recallAt10, double reciprocalRank) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f | %.3f | %.3f", recallAt5, recallAt10, reciprocalRank);
        }
    }

    /** Stores the data in a database in {@code directory}. */
    Retrieval(RetrievalData data, Embedder embedder, Path directory) {
        this.data = data;
        this.embedder = embedder;
        this.file = directory.resolve("retrieval.db");
        try (SqliteMemoryStore store = open(Ranking.DEFAULT)) {
            for (Turn turn : data.turns()) {
                Memory memory = memory(turn);
                store.store(Space.of(turn.corpus()), memory, embedder.embed(turn.content()));
                turnsOfMemory
                        .computeIfAbsent(turn.corpus(), corpus -> new HashMap<>())
                        .merge(memory.contentHash(), Set.of(turn.id()), (a, b) -> java.util.stream.Stream.concat(
                                        a.stream(), b.stream())
                                .collect(Collectors.toSet()));
            }
        }
    }

    Quality measure(Ranking ranking) {
        double at5 = 0;
        double at10 = 0;
        double reciprocal = 0;
        try (SqliteMemoryStore store = open(ranking)) {
            for (Question question : data.questions()) {
                int rank = rank(store, question);
                at5 += rank <= 5 ? 1 : 0;
                at10 += rank <= 10 ? 1 : 0;
                reciprocal += rank <= DEPTH ? 1.0 / rank : 0;
            }
        }
        int questions = data.questions().size();
        return new Quality(at5 / questions, at10 / questions, reciprocal / questions);
    }

    /** The place of the first answer, from 1; greater than {@link #DEPTH} when none is found. */
    private int rank(SqliteMemoryStore store, Question question) {
        float[] vector = vectors.computeIfAbsent(question.text(), embedder::embedQuestion);
        List<SearchHit> hits = store.search(
                Space.of(question.corpus()), new SearchQuery(question.text(), vector, DEPTH, MemoryFilter.NONE));
        for (int i = 0; i < hits.size(); i++) {
            Set<String> ids = turnsOfMemory
                    .get(question.corpus())
                    .get(hits.get(i).memory().contentHash());
            if (ids.stream().anyMatch(question.answers()::contains)) {
                return i + 1;
            }
        }
        return DEPTH + 1;
    }

    private SqliteMemoryStore open(Ranking ranking) {
        return new SqliteMemoryStore(
                SqliteOptions.of(file, Pragmas.NONE).withRanking(ranking), embedder.model(), embedder.dimension());
    }

    private static Memory memory(Turn turn) {
        return new Memory(
                SampleMemories.hashOf(turn.content()),
                turn.content(),
                List.of("turn"),
                "conversation",
                turn.speaker()
                        .<Map<String, Object>>map(name -> Map.of(Author.METADATA, name))
                        .orElse(Map.of()),
                turn.conversation(),
                turn.createdAt(),
                turn.createdAt());
    }

    private static Map<String, Ranking> rankings() {
        Ranking all = Ranking.DEFAULT;
        Map<String, Ranking> rankings = new LinkedHashMap<>();
        rankings.put("vectors only", new Ranking(1, 0, false, 0, 0));
        rankings.put("words only (BM25)", new Ranking(0, 0, false, 0, 0));
        rankings.put("fusion of both", new Ranking(0.5, 0, false, 0, 0));
        rankings.put("+ words of neighbours", new Ranking(0.5, all.neighbours(), false, 0, 0));
        rankings.put("+ vectors of the window", new Ranking(0.5, all.neighbours(), true, 0, 0));
        rankings.put("+ author and date", all);
        return rankings;
    }
}
