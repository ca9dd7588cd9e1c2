package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TenantVectorsTest {

    private static final int DIMENSION = 37;

    /** How far the product of two of these vectors, which are about 1.8 long, may be off. */
    private static final double QUANTIZATION = 0.02;

    private final TenantVectors vectors = new TenantVectors(DIMENSION);

    private void add(long id) {
        vectors.reserve();
        vectors.append(new IndexedMemory(id, id % 3, 10 * id, (int) id, 0, 0, QuantizedVector.of(vectorOf(id))));
    }

    private static float[] vectorOf(long id) {
        Random random = new Random(id);
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = random.nextFloat() - 0.5f;
        }
        return vector;
    }

    private static double dot(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (double) a[i] * b[i])
                .sum();
    }

    @Test
    void everySlotKeepsItsMemoryWhileTheIndexGrows() {
        for (long id = 1; id <= 3_000; id++) {
            add(2 * id);
        }

        TenantVectors.View view = vectors.view();
        assertThat(view.size()).isEqualTo(3_000);
        float[] query = vectorOf(-1);
        for (long id = 1; id <= 3_000; id++) {
            int slot = view.slotOf(2 * id).orElseThrow();
            assertThat(view.id(slot)).isEqualTo(2 * id);
            assertThat(view.space(slot)).isEqualTo(2 * id % 3);
            assertThat(view.createdAt(slot)).isEqualTo(20 * id);
            assertThat(view.words(slot)).isEqualTo((int) (2 * id));
            assertThat((double) view.dot(slot, QuantizedVector.of(query)))
                    .isCloseTo(dot(vectorOf(2 * id), query), within(QUANTIZATION));
        }
        assertThat(view.slotOf(3)).isEmpty();
    }

    @Test
    void removedMemoriesAreMarkedAndInTheEndGivenUp() {
        for (long id = 1; id <= 4_000; id++) {
            add(id);
        }
        TenantVectors.View before = vectors.view();
        for (long id = 1; id <= 3_000; id++) {
            vectors.remove(id);
            vectors.remove(id);
        }
        vectors.remove(99_999);

        TenantVectors.View after = vectors.view();
        assertThat(before.size()).isEqualTo(4_000);
        assertThat(after.size()).isLessThan(2_500);
        long live = IntStream.range(0, after.size())
                .filter(slot -> !after.isRemoved(slot))
                .count();
        assertThat(live).isEqualTo(1_000);
        assertThat((double) after.dot(after.slotOf(3_500).orElseThrow(), QuantizedVector.of(vectorOf(7))))
                .isCloseTo(dot(vectorOf(3_500), vectorOf(7)), within(QUANTIZATION));
    }

    @Test
    void roomThatWasReservedIsThereAfterTheLiveMemoriesWereMovedTogether() {
        for (long id = 1; id <= 3_072; id++) {
            add(id);
        }
        vectors.reserve();
        for (long id = 1; id <= 2_048; id++) {
            vectors.remove(id);
        }
        vectors.append(new IndexedMemory(4_000, 1, 1, 1, 0, 0, QuantizedVector.of(vectorOf(4_000))));

        assertThat(vectors.view().slotOf(4_000)).isPresent();
    }

    @Test
    void passagesFollowTheirMemoriesWhenTheLiveOnesAreMovedTogether() {
        for (long id = 1; id <= 3_072; id++) {
            add(id);
            if (id % 2 == 0) {
                vectors.reservePassages(2);
                vectors.replacePassages(
                        id, List.of(QuantizedVector.of(vectorOf(-id)), QuantizedVector.of(vectorOf(-id - 10_000))));
            }
        }
        for (long id = 1; id <= 2_048; id++) {
            vectors.remove(id);
        }

        TenantVectors.View view = vectors.view();
        PassageVectors.View passages = view.passages();
        assertThat(view.size()).isLessThan(3_072);
        int live = 0;
        for (int i = 0; i < passages.size(); i++) {
            if (passages.slot(i) >= 0) {
                live++;
                long id = view.id(passages.slot(i));
                float[] expected = vectorOf(passages.ordinal(i) == 1 ? -id : -id - 10_000);
                assertThat((double) passages.dot(i, QuantizedVector.of(expected)))
                        .isCloseTo(dot(expected, expected), within(QUANTIZATION));
            }
        }
        assertThat(live).isEqualTo(1_024);
    }

    @Test
    void anOldViewStaysAsItWas() {
        add(1);
        TenantVectors.View old = vectors.view();
        for (long id = 2; id <= 200; id++) {
            add(id);
        }

        assertThat(old.size()).isEqualTo(1);
        assertThat(old.slotOf(2)).isEmpty();
        assertThat((double) old.dot(0, QuantizedVector.of(vectorOf(5))))
                .isCloseTo(dot(vectorOf(1), vectorOf(5)), within(QUANTIZATION));
    }

    @Test
    void readersSeeOnlyWholeMemoriesWhileTheWriterAppends() throws Exception {
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            Future<?> reading = readers.submit(() -> {
                int size = 0;
                while (size < 20_000) {
                    TenantVectors.View view = vectors.view();
                    assertThat(view.size()).isGreaterThanOrEqualTo(size);
                    size = view.size();
                    if (size > 0) {
                        assertThat(view.id(size - 1)).isEqualTo(size);
                        assertThat((double) view.dot(size - 1, QuantizedVector.of(vectorOf(size))))
                                .isCloseTo(dot(vectorOf(size), vectorOf(size)), within(QUANTIZATION));
                    }
                }
            });
            for (long id = 1; id <= 20_000; id++) {
                add(id);
            }
            reading.get();
        }
    }

    @Property(tries = 200)
    void topSlotsAreTheGreatest(@ForAll @Size(max = 50) int[] scores, @ForAll @IntRange(min = 1, max = 20) int most) {
        TopSlots top = new TopSlots(most);
        for (int slot = 0; slot < scores.length; slot++) {
            top.offer(slot, scores[slot]);
        }

        assertThat(Arrays.stream(top.slots())
                        .mapToObj(slot -> (float) scores[slot])
                        .sorted())
                .isEqualTo(Arrays.stream(scores)
                        .mapToObj(score -> (float) score)
                        .sorted()
                        .skip(Math.max(0, scores.length - most))
                        .toList());
    }
}
