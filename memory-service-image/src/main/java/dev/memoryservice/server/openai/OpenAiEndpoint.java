package dev.memoryservice.server.openai;

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
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The way to an OpenAI-compatible service. Answers that invite to try again (429, 5xx, a broken connection) are tried
 * again, as long as the one deadline of the call allows. Only so many calls run at once: a service that is slow must not
 * take the threads that serve everything else.
 *
 * <p>The key is read from its file for each call, so that it can be rotated, and is never logged.
 */
public final class OpenAiEndpoint {

    private static final int MOST_ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final String name;
    private final String setting;
    private final Options options;
    private final Semaphore places;
    private HttpClient client;

    /**
     * Where it is and how far it may go.
     *
     * @param url for example {@code https://api.openai.com/v1}
     * @param keyFile a file with the key; empty where the service asks for none
     * @param timeout how long one call may take, all attempts together
     * @param mostCalls how many calls may run at the same time; further ones are refused
     * @param largestAnswer in bytes
     */
    public record Options(String url, Optional<Path> keyFile, Duration timeout, int mostCalls, long largestAnswer) {}

    /**
     * An endpoint that says of itself in errors what it is.
     *
     * @param name for people, for example {@code the language model}
     * @param setting the prefix of the settings that the options come from
     */
    public OpenAiEndpoint(String name, String setting, Options options) {
        this.name = name;
        this.setting = setting;
        this.options = options;
        this.places = new Semaphore(options.mostCalls());
    }

    /**
     * Posts JSON and waits for the answer to a call that went well.
     *
     * @param path for example {@code /embeddings}
     */
    public String post(String path, String body) throws OpenAiException {
        if (!places.tryAcquire()) {
            throw new OpenAiException(options.mostCalls() + " calls to " + name + " are running already");
        }
        try {
            return postWithin(System.nanoTime() + options.timeout().toNanos(), path, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpenAiException("The call to " + name + " was cancelled");
        } finally {
            places.release();
        }
    }

    private String postWithin(long deadline, String path, String body) throws OpenAiException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            String problem;
            Duration wait = pause;
            try {
                HttpResponse<String> response = client().send(
                                request(path, body, left(deadline)),
                                BodyHandlers.limiting(BodyHandlers.ofString(), options.largestAnswer()));
                if (response.statusCode() == 200) {
                    return response.body();
                }
                problem = name + " answered HTTP " + response.statusCode();
                if (response.statusCode() != 429 && response.statusCode() < 500) {
                    throw new OpenAiException(problem + ": check its URL, name and key");
                }
                wait = retryAfter(response, pause);
            } catch (IOException e) {
                problem = name + " could not be reached or broke off ("
                        + e.getClass().getSimpleName() + ")";
            }
            if (attempt == MOST_ATTEMPTS || wait.compareTo(left(deadline)) >= 0) {
                throw new OpenAiException(problem + ", after " + attempt + " attempts");
            }
            Thread.sleep(wait);
            pause = pause.multipliedBy(2);
        }
    }

    private HttpRequest request(String path, String body, Duration timeout) throws OpenAiException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(options.url().replaceAll("/+$", "") + path))
                    .timeout(timeout)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body));
            if (options.keyFile().isPresent()) {
                request.header(
                        "Authorization", "Bearer " + key(options.keyFile().get()));
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            // Not the cause: it may quote the header, and so the key.
            throw new OpenAiException(setting + ".url or the key in its file cannot be used in a request");
        }
    }

    private String key(Path file) throws OpenAiException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new OpenAiException("The file of the key of " + name + " cannot be read: " + file);
        }
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

    /** Made when first needed. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder().connectTimeout(options.timeout()).build();
        }
        return client;
    }
}
