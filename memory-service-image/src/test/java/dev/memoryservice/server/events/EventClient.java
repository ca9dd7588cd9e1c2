package dev.memoryservice.server.events;

import static dev.memoryservice.server.Waiting.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Listens to an event stream and keeps what it hears. */
public final class EventClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpResponse<Stream<String>> response;
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    /** One event; {@code id} is empty when it has none. */
    public record Frame(String id, String name, String text) {

        public JsonNode data() {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new AssertionError(name + " carries no JSON: " + text, e);
            }
        }
    }

    private EventClient(String path, Optional<String> body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path));
        body.ifPresent(text -> request.POST(BodyPublishers.ofString(text)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        response = http.send(request.build(), BodyHandlers.ofLines());
        Thread.ofVirtual().start(this::listen);
    }

    /**
     * Connects; returns when the status is there.
     *
     * @param headers names and values in turn
     */
    public static EventClient open(String path, String... headers) throws Exception {
        return new EventClient(path, Optional.empty(), headers);
    }

    /** Connects with a POST, whose answer is the stream. */
    public static EventClient post(String path, String body, String... headers) throws Exception {
        return new EventClient(path, Optional.of(body), headers);
    }

    public int status() {
        return response.statusCode();
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** Everything heard so far. */
    public List<Frame> frames() {
        return List.copyOf(frames);
    }

    /** Whether the server has ended the stream. */
    public boolean ended() {
        return ended;
    }

    /** Waits for the first event of this name. */
    public Frame hear(String name) {
        return hear(frame -> frame.name().equals(name));
    }

    /** Waits for the first event like this. */
    public Frame hear(Predicate<Frame> wanted) {
        return await().until(() -> frames.stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private void listen() {
        String id = "";
        String name = "";
        try {
            for (String line : (Iterable<String>) response.body()::iterator) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    frames.add(new Frame(id, name, line.substring(6)));
                    id = "";
                }
            }
        } catch (RuntimeException e) {
            // The connection was cut, by the server or by close().
        }
        ended = true;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
