package dev.memoryservice.server.mcp.stdio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** The server over HTTP: each message is a request of its own, and every message that comes back is written out. */
final class Endpoint implements AutoCloseable {

    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(5);

    /** How often a connection is tried, and how long the first pause is; each further one is twice as long. */
    private static final int TRIES = 4;

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** How much of an answer that is no message is shown, in characters. */
    private static final int EXCERPT = 300;

    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";
    private static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
    private static final int SERVER_ERROR = -32000;

    private final URI server;
    private final Optional<String> key;
    private final ObjectMapper json;
    private final MessageWriter output;
    private final HttpClient http;
    private volatile Optional<String> session = Optional.empty();
    private volatile Optional<String> version = Optional.empty();

    Endpoint(HttpClient http, URI server, Optional<String> key, ObjectMapper json, MessageWriter output) {
        this.http = http;
        this.server = server;
        this.key = key;
        this.json = json;
        this.output = output;
    }

    /** Whether there was a handshake, which the stateless revision has not. */
    boolean hasSession() {
        return session.isPresent();
    }

    /**
     * Sends a message and writes out what comes back. That the server cannot be reached, or answers with something
     * that is no message, is written out as an error when there is a request to answer.
     *
     * @throws IOException when the output cannot be written
     */
    void exchange(JsonNode message) throws IOException, InterruptedException {
        HttpResponse<InputStream> response;
        try {
            response = send(message);
        } catch (IOException e) {
            refuse(message, "The memory service at " + server + " cannot be reached: " + reason(e));
            return;
        }
        try (InputStream body = response.body()) {
            response.headers().firstValue(SESSION).ifPresent(given -> session = Optional.of(given));
            if (isStream(response)) {
                relay(body);
            } else {
                answer(message, response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("The request was cancelled");
            }
            refuse(message, "The connection to the memory service at " + server + " broke: " + reason(e));
        }
    }

    private HttpResponse<InputStream> send(JsonNode message) throws IOException, InterruptedException {
        HttpRequest.Builder request = request()
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(message.toString()));
        JsonNode stateless = message.at("/params/_meta").path(VERSION_KEY);
        if (stateless.isTextual()) {
            request.header(VERSION, stateless.textValue());
            request.header("Mcp-Method", message.path("method").asText());
            JsonNode name =
                    message.at("/params/name").isTextual() ? message.at("/params/name") : message.at("/params/uri");
            if (name.isTextual()) {
                request.header("Mcp-Name", encoded(name.textValue()));
            }
        } else {
            session.ifPresent(id -> request.header(SESSION, id));
            version.ifPresent(given -> request.header(VERSION, given));
        }
        Duration pause = PAUSE;
        for (int tried = 1; ; tried++) {
            try {
                return http.send(request.build(), BodyHandlers.ofInputStream());
            } catch (ConnectException e) {
                // Nothing was sent, so that it can be sent again.
                if (tried == TRIES) {
                    throw e;
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(server);
        key.ifPresent(given -> request.header("Authorization", "Bearer " + given));
        return request;
    }

    /** Values that do not fit into a header go as Base64 of their UTF-8 form. */
    private static String encoded(String value) {
        boolean plain = value.chars().allMatch(c -> c >= ' ' && c <= '~')
                && value.equals(value.strip())
                && !value.startsWith("=?base64?");
        return plain
                ? value
                : "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private void answer(JsonNode message, int status, String body) throws IOException {
        JsonNode answer = body.isBlank() ? json.missingNode() : parsed(body);
        if (answer.has("jsonrpc") || answer.isArray()) {
            JsonNode negotiated = answer.at("/result/protocolVersion");
            if ("initialize".equals(message.path("method").asText()) && negotiated.isTextual()) {
                version = Optional.of(negotiated.textValue());
            }
            if (message.has("id") || message.isArray()) {
                output.write(answer);
            }
        } else if (status >= 300) {
            String detail = answer.path("detail").asText(body);
            refuse(
                    message,
                    "The memory service at " + server + " answered with status " + status + ": "
                            + (detail.length() > EXCERPT ? detail.substring(0, EXCERPT) + "…" : detail));
        }
    }

    private JsonNode parsed(String body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return json.missingNode();
        }
    }

    private void refuse(JsonNode message, String text) throws IOException {
        if (message.has("id") && message.has("method")) {
            output.error(message.get("id"), SERVER_ERROR, text);
        } else {
            System.err.println(text);
        }
    }

    private static boolean isStream(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
    }

    /** Writes out the messages of an event stream, until it ends. */
    private void relay(InputStream body) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:")) {
                data.append(line.substring("data:".length()).strip());
            } else if (line.isEmpty() && !data.isEmpty()) {
                JsonNode message = parsed(data.toString());
                data.setLength(0);
                if (message.has("jsonrpc")) {
                    output.write(message);
                }
            }
        }
    }

    /** Listens to what the server tells a session by itself, for as long as there is one, and comes back when cut. */
    void listen() {
        Duration pause = PAUSE;
        while (session.isPresent() && !Thread.currentThread().isInterrupted()) {
            HttpRequest.Builder request =
                    request().header("Accept", "text/event-stream").header(SESSION, session.get());
            version.ifPresent(given -> request.header(VERSION, given));
            try {
                HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    if (response.statusCode() != 200) {
                        return;
                    }
                    pause = PAUSE;
                    relay(body);
                }
            } catch (IOException e) {
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            } catch (InterruptedException e) {
                return;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Ends the session. */
    @Override
    public void close() {
        session.ifPresent(id -> {
            try {
                http.send(
                        request().timeout(FAREWELL).header(SESSION, id).DELETE().build(), BodyHandlers.discarding());
            } catch (IOException e) {
                System.err.println("The session could not be ended: " + reason(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        http.shutdownNow();
    }
}
