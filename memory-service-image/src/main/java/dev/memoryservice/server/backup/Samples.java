package dev.memoryservice.server.backup;

import dev.memoryservice.server.memory.MemoryVectors;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Some memories of a backup, each as likely as another (reservoir sampling, algorithm R). */
final class Samples {

    private static final int MOST = 10;
    private static final int WORDS = 200;

    /**
     * What a search for a memory is made of.
     *
     * @param words the beginning of its content
     * @param vector its own
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sample(Space space, String contentHash, String words, String model, float[] vector) {}

    private final List<Sample> kept = new ArrayList<>(MOST);

    /** The same of the same backup, so that what failed once can be looked at again. */
    private final Random random = new Random(1);

    private long offered;

    void offer(SnapshotEntry entry) {
        if (entry instanceof SnapshotEntry.OfMemory memory && memory.vectors().isPresent()) {
            offered++;
            long place = offered <= MOST ? offered - 1 : random.nextLong(offered);
            if (place < MOST) {
                Sample sample = sample(memory, memory.vectors().get());
                if (kept.size() < MOST) {
                    kept.add(sample);
                } else {
                    kept.set((int) place, sample);
                }
            }
        }
    }

    /** Those with a vector of the model that the store is opened for. */
    List<Sample> kept(String model) {
        return kept.stream().filter(sample -> sample.model().equals(model)).toList();
    }

    private static Sample sample(SnapshotEntry.OfMemory memory, MemoryVectors vectors) {
        String content = memory.stored().memory().content();
        return new Sample(
                memory.stored().space(),
                memory.stored().memory().contentHash(),
                content.substring(0, Math.min(WORDS, content.length())),
                vectors.model(),
                vectors.vector());
    }
}
