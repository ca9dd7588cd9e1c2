package dev.memoryservice.server.embedding;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The model directory for tests: converted once per build directory, as the image's build does it. */
public final class TestModel {

    private static final Path DIRECTORY = Path.of("target", "model");

    private TestModel() {}

    public static synchronized Path directory() {
        if (!Files.exists(DIRECTORY.resolve(MiniLmEmbedder.MODEL_FILE))
                || !Files.exists(DIRECTORY.resolve(MiniLmEmbedder.VOCABULARY_FILE))) {
            try {
                ModelConverter.convert(DIRECTORY);
            } catch (java.io.IOException e) {
                throw new UncheckedIOException(e);
            } catch (ai.onnxruntime.OrtException e) {
                throw new IllegalStateException("The model cannot be converted", e);
            }
        }
        return DIRECTORY;
    }
}
