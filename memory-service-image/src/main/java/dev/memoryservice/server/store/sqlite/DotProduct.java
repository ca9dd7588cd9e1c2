package dev.memoryservice.server.store.sqlite;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Dot products with the processor's vector instructions; memory speed is the limit (some 0.1 ms per 1,000). */
final class DotProduct {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** The order of the bytes in the database, which the vectors are copied from as they are. */
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);

    private DotProduct() {}

    /**
     * The dot product of {@code right} and as many floats of {@code left}.
     *
     * @param start the index of the first float in {@code left}
     */
    static float of(MemorySegment left, long start, float[] right) {
        int lanes = SPECIES.length();
        int twoVectors = right.length - right.length % (2 * lanes);
        // Two sums, so that one multiplication need not wait for the one before.
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i < twoVectors; i += 2 * lanes) {
            long offset = (start + i) * Float.BYTES;
            even = FloatVector.fromMemorySegment(SPECIES, left, offset, ORDER)
                    .fma(FloatVector.fromArray(SPECIES, right, i), even);
            odd = FloatVector.fromMemorySegment(SPECIES, left, offset + (long) lanes * Float.BYTES, ORDER)
                    .fma(FloatVector.fromArray(SPECIES, right, i + lanes), odd);
        }
        float sum = even.add(odd).reduceLanes(VectorOperators.ADD);
        for (; i < right.length; i++) {
            sum += left.get(FLOAT, (start + i) * Float.BYTES) * right[i];
        }
        return sum;
    }
}
