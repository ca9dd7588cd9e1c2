package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class QuantizedVectorTest {

    private static final int DIMENSION = 384;

    /** Unit vectors in groups of near ones, as the texts of a topic are. */
    private static float[] vector(Random random, float[] topic) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = topic[i] + (float) random.nextGaussian();
        }
        return unit(vector);
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static float[] topic(Random random) {
        float[] topic = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            topic[i] = (float) random.nextGaussian();
        }
        return topic;
    }

    private static double exact(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (double) a[i] * b[i])
                .sum();
    }

    private static double quantized(float[] a, float[] b) {
        VectorBlock block = new VectorBlock(2, a.length);
        block.set(1, QuantizedVector.of(a));
        return block.dot(1, QuantizedVector.of(b));
    }

    @Property(tries = 200)
    void aCosineIsOffByLittleWhateverTheDimension(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 1_100) int dimension) {
        Random random = new Random(seed);
        float[] a = new float[dimension];
        float[] b = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            a[i] = random.nextFloat() - 0.5f;
            b[i] = random.nextFloat() - 0.5f;
        }

        assertThat(quantized(unit(a), unit(b))).isCloseTo(exact(a, b), within(0.015));
    }

    @Property(tries = 50)
    void theGreatestNumbersDoNotOverflow(@ForAll @IntRange(min = 1, max = 4_096) int dimension) {
        float[] equal = new float[dimension];
        Arrays.fill(equal, 1);
        float[] opposite = new float[dimension];
        Arrays.fill(opposite, -1);

        assertThat(quantized(unit(equal), equal)).isCloseTo(1, within(1e-3));
        assertThat(quantized(unit(opposite), equal)).isCloseTo(-1, within(1e-3));
    }

    @Test
    void theZeroVectorIsNearToNothing() {
        assertThat(quantized(new float[DIMENSION], topic(new Random(1)))).isZero();
    }

    @Test
    @Tag("second-compiler")
    void theNearestTenAreAlmostAlwaysTheSameAsThoseOfTheExactVectors() {
        Random random = new Random(42);
        List<float[]> topics =
                IntStream.range(0, 50).mapToObj(i -> topic(random)).toList();
        List<float[]> memories = IntStream.range(0, 5_000)
                .mapToObj(i -> vector(random, topics.get(i % topics.size())))
                .toList();
        VectorBlock block = new VectorBlock(memories.size(), DIMENSION);
        for (int i = 0; i < memories.size(); i++) {
            block.set(i, QuantizedVector.of(memories.get(i)));
        }

        int same = 0;
        int questions = 100;
        for (int question = 0; question < questions; question++) {
            float[] asked = vector(random, topics.get(question % topics.size()));
            QuantizedVector query = QuantizedVector.of(asked);
            List<Integer> found = nearestTen(memories.size(), i -> block.dot(i, query));
            List<Integer> expected = nearestTen(memories.size(), i -> exact(memories.get(i), asked));
            same += (int) found.stream().filter(expected::contains).count();
        }

        assertThat(same / (10.0 * questions)).isGreaterThan(0.97);
    }

    private static List<Integer> nearestTen(int memories, IntToDoubleFunction cosine) {
        double[] cosines = IntStream.range(0, memories).mapToDouble(cosine).toArray();
        return IntStream.range(0, memories)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -cosines[i]))
                .limit(10)
                .toList();
    }
}
