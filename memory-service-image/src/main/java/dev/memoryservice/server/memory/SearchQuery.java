package dev.memoryservice.server.memory;

/**
 * A search by meaning and by words at once.
 *
 * @param text the question in the user's own words, for the lexical half
 * @param embedding the question's unit vector, for the semantic half, from the model the store was filled with
 * @param limit the most hits to return, 1 to 100
 * @param filter which memories may be found
 */
@SuppressWarnings("ArrayRecordComponent") // a vector is never compared or used as a key, only read
public record SearchQuery(String text, float[] embedding, int limit, MemoryFilter filter) {}
