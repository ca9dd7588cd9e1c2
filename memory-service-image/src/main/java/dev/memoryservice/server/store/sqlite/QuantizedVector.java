package dev.memoryservice.server.store.sqlite;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A vector of whole numbers and what one of them is worth: a quarter of the memory of the floats, and several times as
 * fast to scan. For unit vectors of 384 numbers a cosine is off by some 0.0005, which changes the order only among
 * memories that are as near as each other.
 *
 * @param numbers within plus and minus {@link DotProduct#LARGEST}
 * @param scale what 1 is worth; 0 for the zero vector
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or used as a key, only read
record QuantizedVector(short[] numbers, float scale) {

    /** The order of the bytes in the database. */
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static QuantizedVector of(float[] vector) {
        return of(MemorySegment.ofArray(VectorIndex.toBytes(vector)));
    }

    /** The quantized form of float32 values as the database keeps them. */
    static QuantizedVector of(MemorySegment vector) {
        // Arrays, because 100,000 vectors are read at a start, before the compiler has looked at any of this.
        float[] values = vector.toArray(FLOAT);
        short[] numbers = new short[values.length];
        float greatest = 0;
        for (float value : values) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        if (greatest == 0) {
            return new QuantizedVector(numbers, 0);
        }
        float perUnit = DotProduct.LARGEST / greatest;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (short) Math.round(values[i] * perUnit);
        }
        return new QuantizedVector(numbers, greatest / DotProduct.LARGEST);
    }
}
