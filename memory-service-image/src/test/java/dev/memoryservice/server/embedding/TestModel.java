package dev.memoryservice.server.embedding;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The models for tests: each converted once per build directory, as the image's build does it. */
public final class TestModel {

    /** The model that is used when none is named. */
    public static final String DEFAULT = "all-MiniLM-L6-v2";

    /** The other one. */
    public static final String OTHER = "bge-small-en-v1.5";

    private static final Path MODELS = Path.of("target", "model");

    private TestModel() {}

    /** The directory of the models, with the default one in it. */
    public static Path models() {
        return directory(DEFAULT).getParent();
    }

    /** The folder of the default model. */
    public static Path directory() {
        return directory(DEFAULT);
    }

    /** The folder of the model {@code name}. */
    public static synchronized Path directory(String name) {
        Path folder = MODELS.resolve(name);
        if (!Files.exists(folder.resolve(OnnxEmbedder.MODEL_FILE))
                || !Files.exists(folder.resolve(ModelDescription.FILE))) {
            try {
                ModelConverter.convert(MODELS, name);
            } catch (java.io.IOException e) {
                throw new UncheckedIOException(e);
            } catch (ai.onnxruntime.OrtException e) {
                throw new IllegalStateException("The model cannot be converted", e);
            }
        }
        return folder;
    }
}
