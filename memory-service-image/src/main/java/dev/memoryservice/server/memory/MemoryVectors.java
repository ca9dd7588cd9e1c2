package dev.memoryservice.server.memory;

import dev.memoryservice.server.memory.EmbeddedMemory.EmbeddedPassage;
import java.util.List;
import java.util.OptionalInt;

/**
 * The vectors of a memory as its store keeps them.
 *
 * @param model the embedding model that made them
 * @param vector of the first passage, or of the whole content when it is short
 * @param stop where the first passage ends in the content, in UTF-16 units; empty when it is all of it, or not known
 * @param complete whether every passage has its vector
 * @param further the passages after the first, each with its vector
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or used as a key
public record MemoryVectors(
        String model, float[] vector, OptionalInt stop, boolean complete, List<EmbeddedPassage> further) {}
