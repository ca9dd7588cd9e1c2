package dev.memoryservice.server.store.sqlite;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A fixed number of places for quantized vectors, outside the Java heap: the garbage collector would copy them, and they
 * would have to fit its old generation. The memory is freed when nobody holds the block any more.
 *
 * <p>A vector may be replaced while it is read: that reader gets a similarity between the old and the new one.
 */
final class VectorBlock {

    private final int dimension;
    private final MemorySegment bytes;
    private final float[] scales;

    /** @throws OutOfMemoryError when the limit on memory outside the heap is reached */
    VectorBlock(int capacity, int dimension) {
        this.dimension = dimension;
        this.bytes = Arena.ofAuto().allocate((long) capacity * dimension, Long.BYTES);
        this.scales = new float[capacity];
    }

    int capacity() {
        return scales.length;
    }

    void set(int index, QuantizedVector vector) {
        byte[] numbers = new byte[dimension];
        for (int i = 0; i < dimension; i++) {
            numbers[i] = (byte) vector.numbers()[i];
        }
        MemorySegment.copy(numbers, 0, bytes, ValueLayout.JAVA_BYTE, (long) index * dimension, dimension);
        scales[index] = vector.scale();
    }

    /** Whether there is a vector other than zero. */
    boolean isSet(int index) {
        return scales[index] != 0;
    }

    QuantizedVector get(int index) {
        long start = (long) index * dimension;
        short[] numbers = new short[dimension];
        for (int i = 0; i < dimension; i++) {
            numbers[i] = bytes.get(ValueLayout.JAVA_BYTE, start + i);
        }
        return new QuantizedVector(numbers, scales[index]);
    }

    /** The dot product of the vector at {@code index} with {@code query}: their cosine, both being unit vectors. */
    float dot(int index, QuantizedVector query) {
        return DotProduct.of(bytes, (long) index * dimension, query.numbers()) * scales[index] * query.scale();
    }

    /** Copies all of this block to the beginning of a larger one. */
    void copyTo(VectorBlock larger) {
        MemorySegment.copy(bytes, 0, larger.bytes, 0, bytes.byteSize());
        System.arraycopy(scales, 0, larger.scales, 0, scales.length);
    }
}
