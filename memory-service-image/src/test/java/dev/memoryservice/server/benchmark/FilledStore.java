package dev.memoryservice.server.benchmark;

import dev.memoryservice.server.embedding.OnnxEmbedder;
import dev.memoryservice.server.embedding.TestModel;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.store.sqlite.Pragmas;
import dev.memoryservice.server.store.sqlite.SqliteMemoryStore;
import dev.memoryservice.server.store.sqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A real store and the real model, filled with memories of some 30 words each whose frequencies fall off as a
 * language's do. The filling's vectors are random: making real ones would take minutes and cost the search the same.
 */
final class FilledStore implements AutoCloseable {

    private static final int FILLING_THREADS = 16;

    /** How many memories a conversation has. */
    private static final int TURNS = 50;

    private final Path directory;
    private final Random random = new Random(42);
    private final Texts texts = new Texts(42);
    private final OnnxEmbedder embedder = new OnnxEmbedder(TestModel.directory());
    private final SqliteMemoryStore store;
    private int memories;

    FilledStore() throws IOException {
        directory = Files.createTempDirectory(Path.of("target"), "benchmark");
        store = new SqliteMemoryStore(
                SqliteOptions.of(directory.resolve("memory.db"), Pragmas.NONE), embedder.model(), embedder.dimension());
    }

    SqliteMemoryStore store() {
        return store;
    }

    OnnxEmbedder embedder() {
        return embedder;
    }

    /** Stores {@code memories} new memories in {@code space}. */
    void fill(Space space, int memories) {
        List<Memory> filling = Stream.generate(() -> memory(30)).limit(memories).toList();
        List<float[]> vectors = Stream.generate(this::unitVector).limit(64).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(FILLING_THREADS)) {
            for (int i = 0; i < memories; i++) {
                Memory memory = filling.get(i);
                float[] vector = vectors.get(i % vectors.size());
                threads.execute(() -> store.store(space, memory, vector));
            }
        }
    }

    /** A memory that was never stored before. */
    Memory memory(int words) {
        return SampleMemories.inConversation(
                SampleMemories.memoryAt(
                        SampleMemories.START.plusSeconds(memories),
                        text(words) + " number " + memories++,
                        "tag-" + memories % 50),
                "conversation-" + memories / TURNS);
    }

    /** A text of words, the frequent ones often. */
    String text(int words) {
        return texts.text(words);
    }

    @Override
    public void close() throws IOException {
        store.close();
        embedder.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private float[] unitVector() {
        float[] vector = new float[embedder.dimension()];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }
}
