package dev.memoryservice.server.embedding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.openai.OpenAiEndpoint;
import dev.memoryservice.server.openai.OpenAiException;
import dev.memoryservice.server.request.RefusedException;
import java.util.List;
import java.util.Map;

/** A model behind an OpenAI-compatible endpoint ({@code POST …/embeddings}). */
public final class OpenAiEmbedder implements Embedder {

    /**
     * So many characters are surely within the window of such models: 8,191 tokens of OpenAI's, 512 of small ones that
     * others serve.
     */
    private static final int PASSAGE_CHARACTERS = 1_500;

    private final OpenAiEndpoint endpoint;
    private final String model;
    private final int dimension;
    private final ObjectMapper json;

    /** @param dimension how many numbers the model's vectors have */
    public OpenAiEmbedder(OpenAiEndpoint endpoint, String model, int dimension, ObjectMapper json) {
        this.endpoint = endpoint;
        this.model = model;
        this.dimension = dimension;
        this.json = json;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    /**
     * The unit vector of {@code text}.
     *
     * @throws RefusedException when the endpoint does not answer usefully: try again later
     */
    @Override
    public float[] embed(String text) {
        try {
            // An empty text is refused by the endpoint.
            String within = text.isBlank() ? "-" : passages(text, 1).getFirst().of(text);
            return vectorOf(endpoint.post("/embeddings", body(within)));
        } catch (OpenAiException e) {
            throw new RefusedException(RefusedException.Reason.BUSY, e.getMessage() + ". Try again later");
        }
    }

    @Override
    public List<Passage> passages(String text, int most) {
        return PassageSplitter.split(text, most, OpenAiEmbedder::reach);
    }

    @Override
    public void close() {
        // The connections close when they are idle.
    }

    private static int reach(String text, int start) {
        int end = Math.min(text.length(), start + PASSAGE_CHARACTERS);
        boolean splitsPair = end < text.length() && Character.isLowSurrogate(text.charAt(end));
        return splitsPair ? end - 1 : end;
    }

    private String body(String text) {
        try {
            return json.writeValueAsString(Map.of("model", model, "input", text, "encoding_format", "float"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }

    private float[] vectorOf(String answer) throws OpenAiException {
        JsonNode numbers;
        try {
            numbers = json.readTree(answer).at("/data/0/embedding");
        } catch (JsonProcessingException e) {
            // Without the cause, which quotes the answer.
            throw new OpenAiException("The embedding endpoint answered something that is not JSON");
        }
        if (numbers.size() != dimension) {
            throw new OpenAiException(
                    "The embedding endpoint answered %d numbers for the model %s, and memory-service.embedding.dimension is %d"
                            .formatted(numbers.size(), model, dimension));
        }
        float[] vector = new float[dimension];
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            vector[i] = numbers.get(i).floatValue();
            squares += (double) vector[i] * vector[i];
        }
        if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
            throw new OpenAiException("The embedding endpoint answered a vector without length");
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < dimension; i++) {
            vector[i] *= scale;
        }
        return vector;
    }
}
