package dev.memoryservice.server.reembedding;

import jakarta.inject.Singleton;
import java.util.Optional;

/** How far the memories are in getting vectors of a new model. */
@Singleton
public final class Reembedding {

    /**
     * A change of model that is not finished.
     *
     * @param model the new model
     * @param total all memories
     * @param remaining those that have no vector of it yet
     */
    public record Progress(String model, long total, long remaining) {

        /** How much is done, 0 to 100. */
        public double percent() {
            return total == 0 ? 100 : Math.floor(1000.0 * Math.max(0, total - remaining) / total) / 10;
        }
    }

    private volatile Optional<Progress> progress = Optional.empty();

    /** Where it stands; empty when every memory has a vector of the present model. */
    public Optional<Progress> progress() {
        return progress;
    }

    /** What whoever searches should know; empty when there is nothing. Without numbers of other people's memories. */
    public Optional<String> note() {
        return progress.map(now -> ("The embedding model was changed to %s, and %.1f %% of the memories have their new"
                        + " vectors. The others are found by their words only until they have theirs.")
                .formatted(now.model(), now.percent()));
    }

    void is(Optional<Progress> now) {
        progress = now;
    }
}
