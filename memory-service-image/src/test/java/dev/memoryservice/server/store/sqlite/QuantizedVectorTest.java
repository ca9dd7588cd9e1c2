package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QuantizedVectorTest {

    static final int DIMENSION = 384;

    static float[] unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    static float[] topic(Random random) {
        float[] topic = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            topic[i] = (float) random.nextGaussian();
        }
        return topic;
    }

    static double exact(float[] a, float[] b) {
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
}
