package dev.memoryservice.server.reembedding;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.embedding.Passage;
import dev.memoryservice.server.events.MemoryEvents;
import dev.memoryservice.server.memory.EmbeddedMemory;
import dev.memoryservice.server.memory.EmbeddedMemory.EmbeddedPassage;
import dev.memoryservice.server.memory.EmbeddingBacklog;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.UnembeddedMemory;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Gives memories the vectors that they lack, one after the other on one thread: it takes one core at most, so that
 * searches go on. What is done is kept by the store, so a restart goes on where it was.
 */
@Singleton
final class BackgroundEmbedding {

    private static final Logger LOG = Logger.getLogger(BackgroundEmbedding.class);

    /** How many memories go into the store at once. */
    private static final int AT_ONCE = 16;

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(1);

    private final MemoryStore store;
    private final Embedder embedder;
    private final MemoryEvents events;
    private final Reembedding reembedding;
    private final int mostPassages;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("embedding").daemon().unstarted(this::run);
    private long started;
    private long toldAt;

    BackgroundEmbedding(
            MemoryStore store, Embedder embedder, MemoryEvents events, Reembedding reembedding, ServerConfig config) {
        this.store = store;
        this.embedder = embedder;
        this.events = events;
        this.reembedding = reembedding;
        this.mostPassages = config.search().passages();
    }

    void start(@Observes StartupEvent event) {
        // Before the first request: its answer may have to say that the model was changed.
        look(store.embeddingBacklog());
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stop.countDown();
        thread.join();
    }

    private void run() {
        Duration wait = Duration.ZERO;
        boolean failed = false;
        while (!stopsWithin(wait)) {
            try {
                List<UnembeddedMemory> memories = store.unembedded(AT_ONCE);
                embed(memories);
                wait = memories.isEmpty() ? LOOK_AGAIN : Duration.ZERO;
                failed = false;
            } catch (RuntimeException e) {
                // The store or the model is away. Nothing is lost: what lacks vectors is found again.
                if (!failed) {
                    LOG.warnf("Making vectors in the background failed and is tried again: %s", e.getMessage());
                }
                wait = failed && wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0
                        ? LONGEST_WAIT
                        : failed ? wait.multipliedBy(2) : LOOK_AGAIN;
                failed = true;
            }
        }
    }

    private void embed(List<UnembeddedMemory> memories) {
        List<EmbeddedMemory> embedded = new ArrayList<>(memories.size());
        for (UnembeddedMemory memory : memories) {
            embed(memory).ifPresent(embedded::add);
        }
        if (!embedded.isEmpty()) {
            store.embed(embedded);
        }
        // A restore may bring vectors of another model.
        boolean others = memories.stream().anyMatch(memory -> !memory.hasVector());
        if (others || reembedding.progress().isPresent()) {
            look(store.embeddingBacklog());
        }
    }

    /** Makes a memory's vectors; empty when the server stops before they are all there. */
    private Optional<EmbeddedMemory> embed(UnembeddedMemory memory) {
        String content = memory.content();
        List<EmbeddedPassage> passages = new ArrayList<>();
        for (Passage passage : embedder.passages(content, mostPassages)) {
            if (stopsWithin(Duration.ZERO)) {
                return Optional.empty();
            }
            boolean there = memory.hasVector() && passages.isEmpty();
            // The first vector is that of the whole text as far as the window reaches, as it is when a memory is
            // stored.
            String text = passages.isEmpty() ? content : passage.of(content);
            passages.add(new EmbeddedPassage(
                    passage.start(), passage.stop(), there ? Optional.empty() : Optional.of(embedder.embed(text))));
        }
        return Optional.of(new EmbeddedMemory(memory.key(), passages));
    }

    /** Takes note of how far a change of model is, and tells of it now and then. */
    private void look(EmbeddingBacklog backlog) {
        boolean before = reembedding.progress().isPresent();
        boolean now = backlog.withoutVector() > 0;
        Reembedding.Progress progress =
                new Reembedding.Progress(embedder.model(), backlog.memories(), backlog.withoutVector());
        reembedding.is(now ? Optional.of(progress) : Optional.empty());
        if (now && !before) {
            started = System.nanoTime();
            LOG.infof(
                    "%d of %d memories get vectors of the model %s in the background",
                    backlog.withoutVector(), backlog.memories(), embedder.model());
        }
        if (now && (!before || System.nanoTime() - toldAt >= BETWEEN_EVENTS.toNanos())) {
            toldAt = System.nanoTime();
            events.reembedding(progress.total(), progress.remaining(), progress.percent());
        }
        if (before && !now) {
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            LOG.infof("Every memory has its vector of the model %s after %d s", embedder.model(), took.toSeconds());
            events.reembedded(progress.total(), took);
        }
    }

    private boolean stopsWithin(Duration time) {
        try {
            return stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
