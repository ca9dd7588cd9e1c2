package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is nearest by the quantized vectors is what is nearest. */
class NearestVectorsIT {

    /** Unit vectors in groups of near ones, as the texts of a topic are. */
    private static float[] vector(Random random, float[] topic) {
        float[] vector = new float[QuantizedVectorTest.DIMENSION];
        for (int i = 0; i < QuantizedVectorTest.DIMENSION; i++) {
            vector[i] = topic[i] + (float) random.nextGaussian();
        }
        return QuantizedVectorTest.unit(vector);
    }

    @Test
    void theNearestTenAreAlmostAlwaysTheSameAsThoseOfTheExactVectors() {
        Random random = new Random(42);
        List<float[]> topics = IntStream.range(0, 50)
                .mapToObj(i -> QuantizedVectorTest.topic(random))
                .toList();
        List<float[]> memories = IntStream.range(0, 5_000)
                .mapToObj(i -> vector(random, topics.get(i % topics.size())))
                .toList();
        VectorBlock block = new VectorBlock(memories.size(), QuantizedVectorTest.DIMENSION);
        for (int i = 0; i < memories.size(); i++) {
            block.set(i, QuantizedVector.of(memories.get(i)));
        }

        int same = 0;
        int questions = 100;
        for (int question = 0; question < questions; question++) {
            float[] asked = vector(random, topics.get(question % topics.size()));
            QuantizedVector query = QuantizedVector.of(asked);
            List<Integer> found = nearestTen(memories.size(), i -> block.dot(i, query));
            List<Integer> expected =
                    nearestTen(memories.size(), i -> QuantizedVectorTest.exact(memories.get(i), asked));
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
