package dev.memoryservice.server.embedding;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * A model of the BERT family on the CPU, for example all-MiniLM-L6-v2: 384 numbers, a window of 256 tokens. The model's
 * weights stay in the mapped file, so they cost page cache and no heap.
 *
 * <p>One text a run and one thread a run; as many runs at once as there are cores, further callers wait their turn.
 * More threads per run or batches would make long texts slower.
 */
public final class OnnxEmbedder implements Embedder {

    /** The file of the converted model inside the model directory. */
    public static final String MODEL_FILE = "model.ort";

    /** The file of the tokenizer's pieces inside the model directory, one per line. */
    public static final String VOCABULARY_FILE = "vocab.txt";

    private final ModelDescription description;
    private final WordPieceTokenizer tokenizer;
    private final OrtEnvironment environment;

    /** The session reads its weights from here at every run: it must live as long as the session. */
    private final MappedByteBuffer model;

    private final OrtSession session;
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    /**
     * Opens the model in {@code directory}, which {@link ModelConverter} made. Takes some 30 ms.
     *
     * @throws IllegalStateException when the directory does not hold a usable model
     */
    public OnnxEmbedder(Path directory) {
        Path modelFile = directory.resolve(MODEL_FILE);
        Path vocabulary = directory.resolve(VOCABULARY_FILE);
        if (!Files.isReadable(modelFile) || !Files.isReadable(vocabulary)) {
            throw new IllegalStateException(
                    "No embedding model in %s: it must hold %s and %s, as the image's build makes them"
                            .formatted(directory.toAbsolutePath(), MODEL_FILE, VOCABULARY_FILE));
        }
        this.description = ModelDescription.read(directory);
        this.tokenizer = WordPieceTokenizer.load(vocabulary, description.window());
        this.model = map(modelFile);
        // Before anything else of onnxruntime is touched, which would load its library.
        try {
            this.environment = OnnxEnvironment.get();
            this.session = open(environment, model);
            requireDimension(session, description);
        } catch (OrtException e) {
            throw new IllegalStateException(
                    "Cannot load the embedding model " + modelFile.toAbsolutePath() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String model() {
        return description.name();
    }

    @Override
    public int dimension() {
        return description.dimension();
    }

    @Override
    public float[] embed(String text) {
        return embed(tokenizer.encode(text));
    }

    @Override
    public float[] embedQuestion(String question) {
        return embed(tokenizer.encode(description.questionPrefix() + question));
    }

    @Override
    public List<Passage> passages(String text, int most) {
        return PassageSplitter.split(text, most, tokenizer::reach);
    }

    private float[] embed(long[] ids) {
        cores.acquireUninterruptibly();
        try {
            return run(ids);
        } catch (OrtException e) {
            throw new IllegalStateException("The embedding model failed: " + e.getMessage(), e);
        } finally {
            cores.release();
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("Cannot close the embedding model: " + e.getMessage(), e);
        }
    }

    private static OrtSession open(OrtEnvironment environment, MappedByteBuffer model) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setCPUArenaAllocator(false);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.load_model_format", "ORT");
            options.addConfigEntry("session.use_ort_model_bytes_directly", "1");
            options.addConfigEntry("session.use_ort_model_bytes_for_initializers", "1");
            return environment.createSession(model, options);
        }
    }

    private static void requireDimension(OrtSession session, ModelDescription description) throws OrtException {
        NodeInfo output = session.getOutputInfo().values().iterator().next();
        long[] shape = output.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : new long[] {0};
        if (shape[shape.length - 1] != description.dimension()) {
            session.close();
            throw new IllegalStateException("The embedding model %s makes vectors of %d numbers, not %d as its %s says"
                    .formatted(
                            description.name(),
                            shape[shape.length - 1],
                            description.dimension(),
                            ModelDescription.FILE));
        }
    }

    private float[] run(long[] ids) throws OrtException {
        long[] shape = {1, ids.length};
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        try (OnnxTensor tokens = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor attention = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", tokens, "attention_mask", attention, "token_type_ids", types))) {
            return unit(((OnnxTensor) result.get(0)).getFloatBuffer(), ids.length);
        }
    }

    /** The text's vector of those of its tokens, of length 1. There is no padding, so every token counts. */
    private float[] unit(FloatBuffer tokenVectors, int tokens) {
        int dimension = description.dimension();
        int counted = description.pooling() == ModelDescription.Pooling.CLS ? 1 : tokens;
        float[] sum = new float[dimension];
        for (int token = 0; token < counted; token++) {
            for (int i = 0; i < dimension; i++) {
                sum[i] += tokenVectors.get(token * dimension + i);
            }
        }
        double squares = 0;
        for (float value : sum) {
            squares += (double) value * value;
        }
        float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-12));
        for (int i = 0; i < dimension; i++) {
            sum[i] *= scale;
        }
        return sum;
    }

    private static MappedByteBuffer map(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot map the embedding model " + file, e);
        }
    }
}
