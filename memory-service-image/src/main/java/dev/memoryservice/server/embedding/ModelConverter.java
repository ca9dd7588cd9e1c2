package dev.memoryservice.server.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.embedding.ModelDescription.Pooling;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the model directories that {@link OnnxEmbedder} opens, at build time: converts the ONNX model of a model jar into
 * onnxruntime's own format, which can be mapped into memory and needs no optimising at start, writes the tokenizer's
 * vocabulary one piece per line, and describes the model.
 */
public final class ModelConverter {

    /** A model that a jar brings. */
    private record Source(String onnx, String tokenizer, ModelDescription description) {}

    /** Each is of the BERT family, uncased, and quantized to bytes. */
    private static final List<Source> SOURCES = List.of(
            new Source(
                    "all-minilm-l6-v2-q.onnx",
                    "all-minilm-l6-v2-q-tokenizer.json",
                    new ModelDescription("all-MiniLM-L6-v2", 384, 256, Pooling.MEAN, "")),
            new Source(
                    "bge-small-en-v1.5-q.onnx",
                    "bge-small-en-v1.5-q-tokenizer.json",
                    new ModelDescription(
                            "bge-small-en-v1.5",
                            384,
                            512,
                            Pooling.CLS,
                            "Represent this sentence for searching relevant passages: ")));

    private ModelConverter() {}

    /**
     * Run with the model jars, onnxruntime and Jackson on the class path.
     *
     * @param arguments the directory to fill, created when it is missing, and the names of the models, with commas
     */
    public static void main(String[] arguments) throws IOException, OrtException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException(
                    "Usage: ModelConverter <directory to write the models to> <name>[,<name>...]");
        }
        for (String name : arguments[1].split(",", -1)) {
            convert(Path.of(arguments[0]), name.strip());
        }
    }

    /**
     * Writes the model {@code name} into the folder of its name in {@code directory}; replaces what is there. Takes a
     * few seconds.
     *
     * @throws IllegalArgumentException when no jar brings such a model
     */
    public static void convert(Path directory, String name) throws IOException, OrtException {
        Source source = SOURCES.stream()
                .filter(known -> known.description().name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("There is no model '" + name + "': use one of "
                        + SOURCES.stream()
                                .map(known -> known.description().name())
                                .toList()));
        Path folder = Files.createDirectories(directory.resolve(name));
        try (InputStream tokenizer = resource(source.tokenizer())) {
            Files.write(folder.resolve(OnnxEmbedder.VOCABULARY_FILE), Arrays.asList(vocabulary(tokenizer)));
        }
        source.description().write(folder);
        OrtEnvironment environment = OnnxEnvironment.get();
        try (InputStream onnx = resource(source.onnx());
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // Not ALL_OPT: its last level fits the model to the CPU of the machine that builds the image.
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
            options.addConfigEntry("session.save_model_format", "ORT");
            options.setOptimizedModelFilePath(
                    folder.resolve(OnnxEmbedder.MODEL_FILE).toString());
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
