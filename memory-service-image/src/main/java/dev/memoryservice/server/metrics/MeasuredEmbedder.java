package dev.memoryservice.server.metrics;

import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.embedding.Passage;
import dev.memoryservice.server.tracing.Step;
import dev.memoryservice.server.tracing.TracedRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;

/** An embedder that tells how long it takes. */
public final class MeasuredEmbedder implements Embedder {

    private final Embedder embedder;
    private final Timer timer;

    public MeasuredEmbedder(Embedder embedder, MeterRegistry registry) {
        this.embedder = embedder;
        timer = Timer.builder("memory.service.embedding")
                .description("Time to make the vector of a text")
                .tag("model", embedder.model())
                .register(registry);
    }

    @Override
    public String model() {
        return embedder.model();
    }

    @Override
    public int dimension() {
        return embedder.dimension();
    }

    @Override
    public float[] embed(String text) {
        try (Step _ = TracedRequest.step("embed")) {
            return timer.record(() -> embedder.embed(text));
        }
    }

    @Override
    public float[] embedQuestion(String question) {
        try (Step _ = TracedRequest.step("embed")) {
            return timer.record(() -> embedder.embedQuestion(question));
        }
    }

    @Override
    public List<Passage> passages(String text, int most) {
        return embedder.passages(text, most);
    }

    @Override
    public void close() {
        embedder.close();
    }
}
