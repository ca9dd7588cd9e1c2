package dev.memoryservice.server.languagemodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.openai.OpenAiEndpoint;
import dev.memoryservice.server.openai.OpenAiException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A language model behind an OpenAI-compatible endpoint ({@code POST …/chat/completions}). */
@Singleton
public final class ChatModel {

    private static final int LARGEST_ANSWER = 262_144;

    private static final int MOST_QUESTIONS = 4;

    private final ServerConfig.LanguageModel config;
    private final Optional<OpenAiEndpoint> endpoint;
    private final ObjectMapper json;

    @Inject
    ChatModel(ServerConfig config, ObjectMapper json) {
        this(config.languageModel(), json);
    }

    /** A model of its own configuration. */
    public ChatModel(ServerConfig.LanguageModel config, ObjectMapper json) {
        this.config = config;
        this.json = json;
        this.endpoint = config.url()
                .filter(url -> !url.isBlank())
                .map(url -> new OpenAiEndpoint(
                        "The language model",
                        "memory-service.language-model",
                        new OpenAiEndpoint.Options(
                                url, config.apiKeyFile(), config.timeout(), MOST_QUESTIONS, LARGEST_ANSWER)));
    }

    /** Whether there is a model to ask. */
    public boolean isConfigured() {
        return endpoint.isPresent();
    }

    /** The name of the model. */
    public String name() {
        return config.model();
    }

    /**
     * Asks one question and waits for the answer, at most the configured timeout.
     *
     * @param instructions what the model is to do
     * @param material what it is to do it with
     * @param longestAnswer in tokens
     */
    public String ask(String instructions, String material, int longestAnswer) throws LanguageModelException {
        if (endpoint.isEmpty()) {
            throw new LanguageModelException("No language model is configured (memory-service.language-model.url)");
        }
        try {
            return textOf(endpoint.get().post("/chat/completions", body(instructions, material, longestAnswer)));
        } catch (OpenAiException e) {
            throw new LanguageModelException(e.getMessage());
        }
    }

    private String body(String instructions, String material, int longestAnswer) {
        try {
            return json.writeValueAsString(Map.of(
                    "model",
                    config.model(),
                    "temperature",
                    0,
                    "max_tokens",
                    longestAnswer,
                    "messages",
                    List.of(
                            Map.of("role", "system", "content", instructions),
                            Map.of("role", "user", "content", material))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and numbers can be written as JSON", e);
        }
    }

    private String textOf(String answer) throws LanguageModelException {
        try {
            String text = json.readTree(answer).at("/choices/0/message/content").asText();
            if (!text.isBlank()) {
                return text;
            }
        } catch (JsonProcessingException e) {
            // Told below, without the answer, which may quote memories.
        }
        throw new LanguageModelException("The language model answered nothing that reads as a chat completion");
    }
}
