package dev.memoryservice.server.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.openai.OpenAiEndpoint;
import dev.memoryservice.server.request.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenAiEmbedderTest {

    @TempDir
    private Path directory;

    private OpenAiStandIn service;
    private Path key;

    @BeforeEach
    void start() throws IOException {
        service = new OpenAiStandIn();
        key = Files.writeString(directory.resolve("key"), OpenAiStandIn.KEY + "\n");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private OpenAiEmbedder embedder(String url, int dimension) {
        OpenAiEndpoint.Options options =
                new OpenAiEndpoint.Options(url, Optional.of(key), Duration.ofMinutes(1), 8, 1_048_576);
        return new OpenAiEmbedder(
                new OpenAiEndpoint("The embedding endpoint", "memory-service.embedding", options),
                OpenAiStandIn.MODEL,
                dimension,
                new ObjectMapper());
    }

    private OpenAiEmbedder embedder() {
        return embedder(service.url(), SampleMemories.DIMENSION);
    }

    @Test
    void aTextGetsTheUnitVectorOfTheService() {
        float[] vector = embedder().embed("tea");

        float[] expected = SampleMemories.vectorOf("tea");
        for (int i = 0; i < vector.length; i++) {
            assertThat(vector[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    @Test
    void anyTextHasAVectorWhateverItsLength() {
        for (String text :
                new String[] {"", " ", "👩‍👩‍👧‍👦".repeat(1_000), "word ".repeat(200_000), "x".repeat(1_000_000)}) {
            assertThat(embedder().embed(text)).hasSize(SampleMemories.DIMENSION);
        }
        assertThat(embedder().passages("A sentence. ".repeat(1_000), 100)).hasSizeBetween(8, 17);
    }

    @Test
    void whatInvitesToTryAgainIsTriedAgain() {
        service.failFirst(429, 503);
        assertThat(embedder().embed("tea")).hasSize(SampleMemories.DIMENSION);
        service.failFirst(0);
        assertThat(embedder().embed("tea")).hasSize(SampleMemories.DIMENSION);

        assertThat(service.calls()).isEqualTo(5);
    }

    @Test
    void aServiceThatStaysAwayIsSaidToBeAwayAfterAFewAttempts() {
        service.failFirst(500, 500, 500);

        assertThatThrownBy(() -> embedder().embed("tea"))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(RefusedException.Reason.BUSY))
                .hasMessageContaining("500")
                .hasMessageContaining("3 attempts");
        assertThat(service.calls()).isEqualTo(3);
    }

    @Test
    void aWrongKeyIsNotTriedAgainAndNeverQuoted() throws IOException {
        Files.writeString(key, "wrong-key");

        assertThatThrownBy(() -> embedder().embed("tea"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("401")
                .hasMessageNotContaining("wrong-key");
        assertThat(service.calls()).isEqualTo(1);

        Files.writeString(key, OpenAiStandIn.KEY);
        assertThat(embedder().embed("tea")).hasSize(SampleMemories.DIMENSION);
    }

    @Test
    void vectorsOfAnotherSizeAreRefusedWithTheSetting() {
        assertThatThrownBy(() -> embedder(service.url(), 3).embed("tea"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("memory-service.embedding.dimension is 3")
                .hasMessageContaining("64 numbers");
    }
}
