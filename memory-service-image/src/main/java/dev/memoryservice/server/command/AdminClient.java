package dev.memoryservice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.logging.RequestIds;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * Has a server do what takes long: asks for it, and asks again until it is done. A server that is away for a while, or at
 * work on something else, is waited for; everything asked for has an id, so that asking again does nothing twice.
 */
final class AdminClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration TRANSFER_TIMEOUT = Duration.ofHours(1);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);
    private static final Duration LONGEST_AWAY = Duration.ofMinutes(2);
    private static final Duration LONGEST_WORK = Duration.ofHours(6);
    private static final long LONGEST_RETRY_SECONDS = 30;
    private static final Set<Integer> LATER = Set.of(429, 502, 503, 504);

    /** Later only with Retry-After: a place of backups that is away, and not one that is full. */
    private static final int INSUFFICIENT_STORAGE = 507;

    private final URI server;
    private final Optional<String> key;
    private final HttpClient client;

    /** By it the lines of the server's log are found that are about this command: in a Job the name of its Pod. */
    private final String requestId;

    /** The server refused, or could not do it. The message says why. */
    static final class Failure extends Exception {
        Failure(String message) {
            super(message);
        }
    }

    AdminClient(URI server, Optional<String> key, Optional<SSLContext> trusted) {
        this.server = server;
        this.key = key;
        this.requestId = Optional.ofNullable(System.getenv("MEMORY_SERVICE_REQUEST_ID"))
                .filter(RequestIds::isOne)
                .orElseGet(() -> "command-" + RequestIds.generate());
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).version(HttpClient.Version.HTTP_1_1);
        trusted.ifPresent(builder::sslContext);
        client = builder.build();
    }

    /** What this command's requests are called in the server's log. */
    String requestId() {
        return requestId;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    JsonNode get(String path) throws Failure, InterruptedException {
        return json(path, request(path).GET(), Set.of());
    }

    /** Waits for a server that is at work on something else. */
    JsonNode post(String path, ObjectNode body) throws Failure, InterruptedException {
        return json(
                path,
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString())),
                Set.of(409));
    }

    /** Sends a file. */
    JsonNode post(String path, Path file) throws Failure, InterruptedException, IOException {
        BodyPublisher content = BodyPublishers.ofFile(file);
        return json(
                path,
                request(path)
                        .timeout(TRANSFER_TIMEOUT)
                        .header("Content-Type", "application/octet-stream")
                        .POST(content),
                Set.of(409));
    }

    /** Fetches a file. */
    void download(String path, Path target) throws Failure, InterruptedException, IOException {
        HttpResponse<InputStream> response =
                client.send(request(path).timeout(TRANSFER_TIMEOUT).build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new Failure(server + path + " answered " + response.statusCode() + ": "
                        + detail(new String(body.readNBytes(4_000), StandardCharsets.UTF_8)));
            }
            Files.copy(body, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Asks until what is asked for is done. */
    JsonNode await(String path, Predicate<JsonNode> done) throws Failure, InterruptedException {
        Instant end = Instant.now().plus(LONGEST_WORK);
        while (Instant.now().isBefore(end)) {
            JsonNode state = get(path);
            if (done.test(state)) {
                return state;
            }
            Thread.sleep(BETWEEN_QUESTIONS);
        }
        throw new Failure(server + path + " is not done after " + LONGEST_WORK.toHours() + " hours");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(ANSWER_TIMEOUT)
                .header(RequestIds.HEADER, requestId);
        key.ifPresent(known -> request.header("Authorization", "Bearer " + known));
        return request;
    }

    private JsonNode json(String path, HttpRequest.Builder request, Set<Integer> alsoLater)
            throws Failure, InterruptedException {
        Instant away = Instant.now().plus(LONGEST_AWAY);
        Instant occupied = Instant.now().plus(LONGEST_WORK);
        while (true) {
            try {
                HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
                int status = response.statusCode();
                Optional<Long> retry = retryAfter(response);
                boolean isAway = LATER.contains(status) || (status == INSUFFICIENT_STORAGE && retry.isPresent());
                boolean comesBack = isAway && Instant.now().isBefore(away);
                boolean endsSoon = alsoLater.contains(status)
                        && retry.isPresent()
                        && Instant.now().isBefore(occupied);
                if (status / 100 == 2) {
                    return JSON.readTree(response.body());
                } else if (!comesBack && !endsSoon) {
                    throw new Failure(server + path + " answered " + status + ": " + detail(response.body()));
                }
                Thread.sleep(Duration.ofSeconds(retry.orElse(1L)));
            } catch (IOException e) {
                if (Instant.now().isAfter(away)) {
                    throw new Failure(server + path + " cannot be reached: " + e);
                }
                Thread.sleep(Duration.ofSeconds(1));
            }
        }
    }

    private static Optional<Long> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Math.clamp(Long.parseLong(value), 1, LONGEST_RETRY_SECONDS));
    }

    private static String detail(String body) {
        try {
            JsonNode detail = JSON.readTree(body).path("detail");
            return detail.isTextual() ? detail.textValue() : detail.isMissingNode() ? body : detail.toString();
        } catch (IOException e) {
            return body;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
