package dev.memoryservice.server.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEmbedderTest {

    @TempDir
    private static Path temporary;

    private static OnnxEmbedder embedder;

    @BeforeAll
    static void open() {
        embedder = new OnnxEmbedder(TestModel.directory());
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @Test
    void aVectorIsAUnitVectorOfTheModelsDimension() {
        float[] vector = embedder.embed("The quick brown fox");

        assertThat(vector).hasSize(embedder.dimension());
        assertThat(dot(vector, vector)).isCloseTo(1, within(1e-5));
    }

    @Test
    void nearMeaningsAreNearAndFarOnesFar() {
        float[] question = embedder.embed("How do I restart the web server?");

        assertThat(dot(question, embedder.embed("systemctl restart nginx brings the site back")))
                .isGreaterThan(dot(question, embedder.embed("My grandmother's apple pie needs cinnamon")) + 0.2);
    }

    @Test
    void anyTextHasAVector() {
        for (String text :
                List.of("", " ", "\u0000", "👩‍👩‍👧", "記憶", "x".repeat(1_000_000), "word ".repeat(200_000))) {
            float[] vector = embedder.embed(text);
            assertThat(dot(vector, vector)).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void manyThreadsGetTheSameVectorAsOne() {
        float[] alone = embedder.embed("concurrent");

        assertThat(IntStream.range(0, 64).parallel().mapToObj(i -> embedder.embed("concurrent")))
                .allSatisfy(vector -> assertThat(vector).containsExactly(alone));
    }

    @Test
    void theOtherModelTellsQuestionsFromTexts() {
        try (OnnxEmbedder other = new OnnxEmbedder(TestModel.directory(TestModel.OTHER))) {
            String text = "systemctl restart nginx brings the site back";
            float[] question = other.embedQuestion("How do I restart the web server?");

            assertThat(other.model()).isEqualTo("bge-small-en-v1.5");
            assertThat(dot(question, question)).isCloseTo(1, within(1e-5));
            assertThat(dot(question, other.embed(text)))
                    .isGreaterThan(dot(question, other.embed("My grandmother's apple pie needs cinnamon")) + 0.1);
            assertThat(other.embedQuestion(text)).isNotEqualTo(other.embed(text));
            // Its window is twice as wide.
            String words = "word ".repeat(400);
            assertThat(other.passages(words, 10)).hasSize(1);
            assertThat(embedder.passages(words, 10)).hasSize(2);
        }
    }

    @Test
    void aModelWhoseDescriptionIsWrongIsRefusedWithTheReason() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("wrong"));
        for (String file : List.of(OnnxEmbedder.MODEL_FILE, OnnxEmbedder.VOCABULARY_FILE)) {
            Files.createSymbolicLink(
                    directory.resolve(file),
                    TestModel.directory().toAbsolutePath().resolve(file));
        }
        Path description = directory.resolve(ModelDescription.FILE);

        Files.writeString(description, "name=x\ndimension=384\nwindow=17\npooling=mean\n");
        assertThatThrownBy(() -> new OnnxEmbedder(directory)).hasMessageContaining("window is 17");
        Files.writeString(description, "name=x\nwindow=256\npooling=mean\n");
        assertThatThrownBy(() -> new OnnxEmbedder(directory)).hasMessageContaining("dimension is missing");
        Files.writeString(description, "name=x\ndimension=100\nwindow=256\npooling=mean\n");
        assertThatThrownBy(() -> new OnnxEmbedder(directory)).hasMessageContaining("384 numbers, not 100");
    }

    @Test
    void aDirectoryWithoutAModelIsNamed() {
        assertThatThrownBy(() -> new OnnxEmbedder(Path.of("no-such-directory")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-directory")
                .hasMessageContaining("model.ort");
    }

    private static double dot(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (double) a[i] * b[i])
                .sum();
    }
}
