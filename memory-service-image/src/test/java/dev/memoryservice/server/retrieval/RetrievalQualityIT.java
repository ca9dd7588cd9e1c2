package dev.memoryservice.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.embedding.OnnxEmbedder;
import dev.memoryservice.server.embedding.TestModel;
import dev.memoryservice.server.retrieval.Retrieval.Quality;
import dev.memoryservice.server.search.Ranking;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches find what answers a question as well as they did when the ranking was chosen. */
class RetrievalQualityIT {

    @TempDir
    private static Path directory;

    private static OnnxEmbedder embedder;
    private static Map<String, Quality> qualities;

    @BeforeAll
    static void measure() {
        embedder = new OnnxEmbedder(TestModel.directory());
        Retrieval retrieval = new Retrieval(GeneratedConversations.generate(), embedder, directory);
        qualities = new HashMap<>();
        Retrieval.RANKINGS.forEach((name, ranking) -> qualities.put(name, retrieval.measure(ranking)));
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @Test
    void theWholeRankingFindsWhatItFoundWhenItWasChosen() {
        Quality whole = qualities.get("+ author and date");

        assertThat(whole.recallAt5()).isGreaterThan(0.70);
        assertThat(whole.recallAt10()).isGreaterThan(0.80);
        assertThat(whole.reciprocalRank()).isGreaterThan(0.46);
    }

    @Test
    void theWholeRankingFindsMoreThanEitherHalfAlone() {
        Quality whole = qualities.get("+ author and date");

        assertThat(whole.recallAt5())
                .isGreaterThan(qualities.get("vectors only").recallAt5() + 0.05)
                .isGreaterThan(qualities.get("words only (BM25)").recallAt5() + 0.05);
    }

    @Test
    void eachPartOfTheContextAddsSomething() {
        List<String> parts =
                List.of("fusion of both", "+ words of neighbours", "+ vectors of the window", "+ author and date");
        for (int i = 1; i < parts.size(); i++) {
            assertThat(qualities.get(parts.get(i)).recallAt10())
                    .as(parts.get(i))
                    .isGreaterThan(qualities.get(parts.get(i - 1)).recallAt10());
        }
    }

    @Test
    void aFileOfOnesOwnIsRead() throws Exception {
        Path file = directory.resolve("own.jsonl");
        Files.writeString(file, """
                {"id": "t1", "content": "I moved to the harbour", "conversation_id": "c1", "speaker": "Anna", "created_at": "2025-03-03T18:00:00Z"}
                {"id": "t2", "content": "The weather is fine"}

                {"question": "Where does Anna live now?", "answers": ["t1"]}
                """);

        Retrieval own =
                new Retrieval(RetrievalData.read(file), embedder, Files.createDirectory(directory.resolve("own")));

        assertThat(own.measure(Ranking.DEFAULT)).isEqualTo(new Quality(1, 1, 1));
    }
}
