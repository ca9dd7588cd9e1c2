package dev.memoryservice.server.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Makes the model directory that {@link MiniLmEmbedder} opens, at build time: converts the ONNX model of the model
 * jar into onnxruntime's own format, which can be mapped into memory and needs no optimising at start, and writes the
 * tokenizer's vocabulary one piece per line.
 */
public final class ModelConverter {

    private static final String ONNX = "all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";

    private ModelConverter() {}

    /**
     * Run with the model jar, onnxruntime and Jackson on the class path.
     *
     * @param arguments the directory to fill; created when it is missing
     */
    public static void main(String[] arguments) throws IOException, OrtException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("Usage: ModelConverter <directory to write the model to>");
        }
        convert(Path.of(arguments[0]));
    }

    /** Writes the model and the vocabulary into {@code directory}; replaces what is there. Takes a few seconds. */
    public static void convert(Path directory) throws IOException, OrtException {
        Files.createDirectories(directory);
        try (InputStream tokenizer = resource(TOKENIZER)) {
            Files.write(directory.resolve(MiniLmEmbedder.VOCABULARY_FILE), Arrays.asList(vocabulary(tokenizer)));
        }
        OrtEnvironment environment = OnnxEnvironment.get();
        try (InputStream onnx = resource(ONNX);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // Not ALL_OPT: its last level fits the model to the CPU of the machine that builds the image.
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
            options.addConfigEntry("session.save_model_format", "ORT");
            options.setOptimizedModelFilePath(
                    directory.resolve(MiniLmEmbedder.MODEL_FILE).toString());
            // Opening the session is what writes the file.
            environment.createSession(onnx.readAllBytes(), options).close();
        }
    }

    private static String[] vocabulary(InputStream tokenizer) throws IOException {
        JsonNode pieces = new ObjectMapper().readTree(tokenizer).path("model").path("vocab");
        String[] vocabulary = new String[pieces.size()];
        pieces.properties().forEach(piece -> vocabulary[piece.getValue().asInt()] = piece.getKey());
        return vocabulary;
    }

    private static InputStream resource(String name) throws FileNotFoundException {
        InputStream stream = ModelConverter.class.getClassLoader().getResourceAsStream(name);
        if (stream == null) {
            throw new FileNotFoundException("The model jar is not on the class path: it has no " + name);
        }
        return stream;
    }
}
