package dev.memoryservice.server.retrieval;

import dev.memoryservice.server.embedding.OnnxEmbedder;
import dev.memoryservice.server.embedding.TestModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Prints the quality of every part of the ranking, over the generated conversations or a file; see docs/search.md. */
public final class RetrievalBenchmark {

    private RetrievalBenchmark() {}

    /**
     * Measures and prints.
     *
     * @param arguments the model's name and a file of JSON lines; each may be left out
     */
    public static void main(String[] arguments) throws IOException {
        String model = arguments.length > 0 ? arguments[0] : TestModel.DEFAULT;
        RetrievalData data =
                arguments.length > 1 ? RetrievalData.read(Path.of(arguments[1])) : GeneratedConversations.generate();
        Path directory = Files.createTempDirectory(Path.of("target"), "retrieval");
        try (OnnxEmbedder embedder = new OnnxEmbedder(TestModel.directory(model))) {
            System.out.printf(
                    "%s: %d memories, %d questions%n%n| ranking | recall@5 | recall@10 | MRR |%n|---|---|---|---|%n",
                    embedder.model(), data.turns().size(), data.questions().size());
            Retrieval retrieval = new Retrieval(data, embedder, directory);
            Retrieval.RANKINGS.forEach(
                    (name, ranking) -> System.out.printf("| %s | %s |%n", name, retrieval.measure(ranking)));
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
