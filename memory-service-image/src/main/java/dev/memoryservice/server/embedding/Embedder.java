package dev.memoryservice.server.embedding;

import java.util.List;

/** Makes the vector that stands for a text's meaning. Safe for use by many threads. */
public interface Embedder extends AutoCloseable {

    /** The model's name, stored beside the vectors: vectors of different models are never compared. */
    String model();

    /** How many numbers a vector has. */
    int dimension();

    /**
     * The unit vector of {@code text}. Text beyond the model's window (256 tokens for MiniLM) does not count.
     * Costs 3 ms of one core for 30 tokens and 26 ms for 250 with MiniLM.
     */
    float[] embed(String text);

    /** The unit vector of a question, to be compared with those of texts. Some models want to know which is which. */
    default float[] embedQuestion(String question) {
        return embed(question);
    }

    /**
     * Cuts a text into passages that each fit the model's window, at the ends of paragraphs, sentences or words. A text
     * that fits is one passage. Costs some 5 ms per 100,000 characters.
     *
     * @param most the most passages, at least 1; what comes after them is in none
     * @return the passages in order, one after the other; at least one
     */
    List<Passage> passages(String text, int most);

    @Override
    void close();
}
