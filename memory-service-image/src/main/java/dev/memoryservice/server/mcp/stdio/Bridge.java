package dev.memoryservice.server.mcp.stdio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Carries messages between a client at standard input and output and a server over HTTP, until the input ends.
 * Notifications and the handshake go one after the other, because what follows depends on them; requests go side by
 * side, as many as {@link #AT_ONCE}.
 */
public final class Bridge {

    private static final int AT_ONCE = 64;

    /** The longest message; the server's limit for a body is lower by default. */
    private static final int LONGEST_MESSAGE = 16 * 1024 * 1024;

    /** How long requests that are under way may take when the input has ended. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final ObjectMapper json = new ObjectMapper();
    private final Lines input;
    private final MessageWriter output;
    private final Endpoint endpoint;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Map<JsonNode, Future<?>> running = new ConcurrentHashMap<>();

    /**
     * A bridge that has carried nothing yet.
     *
     * @param client connects to the server; shut down when the bridge has run
     * @param server the address of the server's MCP endpoint
     * @param key sent as bearer token
     * @param output of the process: nothing else may write to it
     */
    public Bridge(HttpClient client, URI server, Optional<String> key, InputStream input, OutputStream output) {
        this.input = new Lines(input, LONGEST_MESSAGE);
        this.output = new MessageWriter(output);
        endpoint = new Endpoint(client, server, key, json, this.output);
    }

    /**
     * Carries messages until the input ends.
     *
     * @throws IOException when the input cannot be read or the output not be written
     */
    public void run() throws IOException, InterruptedException {
        try (endpoint;
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (Optional<String> line = input.next(); line.isPresent(); line = input.next()) {
                    if (!line.get().isBlank()) {
                        carry(line.get(), threads);
                    }
                }
                // The last answers, for clients that close the input and then read on.
                places.tryAcquire(AT_ONCE, FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private void carry(String line, ExecutorService threads) throws IOException, InterruptedException {
        JsonNode message;
        try {
            message = json.readTree(line);
        } catch (JsonProcessingException e) {
            output.error(MissingNode.getInstance(), -32700, "The line is no JSON: send one message on each line");
            return;
        }
        JsonNode id = message.path("id");
        String method = message.path("method").asText("");
        if ("notifications/cancelled".equals(method) && cancel(message)) {
            return;
        }
        if (id.isMissingNode() || "initialize".equals(method)) {
            endpoint.exchange(message);
            if ("notifications/initialized".equals(method)) {
                threads.execute(endpoint::listen);
            }
            return;
        }
        places.acquire();
        running.put(id, threads.submit(() -> {
            try {
                endpoint.exchange(message);
            } finally {
                running.remove(id);
                places.release();
            }
            return null;
        }));
    }

    /** A request of the stateless revision is cancelled by closing its answer; in older ones the server is told. */
    private boolean cancel(JsonNode message) {
        JsonNode id = message.at("/params/requestId");
        if (endpoint.hasSession()) {
            return false;
        }
        Future<?> request = running.remove(id);
        if (request != null) {
            request.cancel(true);
        }
        return true;
    }
}
