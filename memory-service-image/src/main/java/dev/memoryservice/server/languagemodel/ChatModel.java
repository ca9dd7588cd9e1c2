package dev.memoryservice.server.languagemodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * A language model behind an OpenAI-compatible endpoint ({@code POST …/chat/completions}). Answers that invite to try
 * again (429, 5xx, a broken connection) are tried again, as long as the one deadline of the question allows.
 *
 * <p>The key is read from its file for each question, so that it can be rotated, and is never logged.
 */
@Singleton
public final class ChatModel {

    private static final int MOST_ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int LARGEST_ANSWER = 262_144;

    /** A model that is slow must not take the threads that serve everything else. */
    private static final int MOST_QUESTIONS = 4;

    private final ServerConfig.LanguageModel config;
    private final ObjectMapper json;
    private final Semaphore places = new Semaphore(MOST_QUESTIONS);
    private HttpClient client;

    @Inject
    ChatModel(ServerConfig config, ObjectMapper json) {
        this(config.languageModel(), json);
    }

    /** A model of its own configuration. */
    public ChatModel(ServerConfig.LanguageModel config, ObjectMapper json) {
        this.config = config;
        this.json = json;
    }

    /** Whether there is a model to ask. */
    public boolean isConfigured() {
        return config.url().filter(url -> !url.isBlank()).isPresent();
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
        if (!isConfigured()) {
            throw new LanguageModelException("No language model is configured (memory-service.language-model.url)");
        }
        if (!places.tryAcquire()) {
            throw new LanguageModelException(MOST_QUESTIONS + " questions to the language model are running already");
        }
        try {
            return askWithin(
                    System.nanoTime() + config.timeout().toNanos(), body(instructions, material, longestAnswer));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LanguageModelException("The question to the language model was cancelled");
        } finally {
            places.release();
        }
    }

    private String askWithin(long deadline, String body) throws LanguageModelException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            String problem;
            Duration wait = pause;
            try {
                HttpResponse<String> response = client().send(request(body, left(deadline)), answerOfLimitedSize());
                if (response.statusCode() == 200) {
                    return textOf(response.body());
                }
                problem = "answered HTTP " + response.statusCode();
                if (response.statusCode() != 429 && response.statusCode() < 500) {
                    throw new LanguageModelException("The language model " + problem + ": check its URL, name and key");
                }
                wait = retryAfter(response, pause);
            } catch (IOException e) {
                problem = "could not be reached or broke off (" + e.getClass().getSimpleName() + ")";
            }
            if (attempt == MOST_ATTEMPTS || wait.compareTo(left(deadline)) >= 0) {
                throw new LanguageModelException("The language model " + problem + ", after " + attempt + " attempts");
            }
            Thread.sleep(wait);
            pause = pause.multipliedBy(2);
        }
    }

    private HttpRequest request(String body, Duration timeout) throws LanguageModelException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(config.url().orElseThrow().replaceAll("/+$", "") + "/chat/completions"))
                    .timeout(timeout)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body));
            if (config.apiKeyFile().isPresent()) {
                request.header(
                        "Authorization", "Bearer " + key(config.apiKeyFile().get()));
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            // Not the cause: it may quote the header, and so the key.
            throw new LanguageModelException(
                    "memory-service.language-model.url or the key in its file cannot be used in a request");
        }
    }

    private static String key(Path file) throws LanguageModelException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new LanguageModelException("The file of the language model's key cannot be read: " + file);
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

    private static HttpResponse.BodyHandler<String> answerOfLimitedSize() {
        return BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER);
    }

    private static Duration retryAfter(HttpResponse<?> response, Duration otherwise) {
        try {
            return response.headers()
                    .firstValue("Retry-After")
                    .map(value -> Duration.ofSeconds(Long.parseLong(value.strip())))
                    .filter(wait -> !wait.isNegative())
                    .orElse(otherwise);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }

    /** Made when first needed: most servers ask no model. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder().connectTimeout(config.timeout()).build();
        }
        return client;
    }
}
