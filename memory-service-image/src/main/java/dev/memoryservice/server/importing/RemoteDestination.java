package dev.memoryservice.server.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.portable.PortableLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A running server, over {@code POST /api/import}. A busy one is asked again for a while. */
public final class RemoteDestination implements Destination {

    private static final int CONNECTIONS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final HttpClient client;
    private final URI server;
    private final Optional<String> key;
    private final Duration patience;
    private final ObjectMapper json = new ObjectMapper();

    /** @param server its address, for example {@code http://localhost:8000} */
    public RemoteDestination(HttpClient client, URI server, Optional<String> key) {
        this(client, server, key, PATIENCE);
    }

    /** @param patience how long a server that is busy or away is waited for */
    RemoteDestination(HttpClient client, URI server, Optional<String> key, Duration patience) {
        this.client = client;
        this.server = server;
        this.key = key;
        this.patience = patience;
    }

    @Override
    public int threads() {
        return CONNECTIONS;
    }

    @Override
    public List<Outcome> take(List<Item.Found> items) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Item.Found item : items) {
            body.writeBytes(PortableLine.write(item.memory()));
            body.write('\n');
        }
        HttpResponse<String> response = send(body.toByteArray());
        if (response.statusCode() == 413 && items.size() > 1) {
            List<Outcome> outcomes = new ArrayList<>(take(items.subList(0, items.size() / 2)));
            outcomes.addAll(take(items.subList(items.size() / 2, items.size())));
            return outcomes;
        }
        if (response.statusCode() == 413) {
            return List.of(new Outcome.Skipped(Reason.TOO_LARGE, detail(response)));
        }
        if (response.statusCode() != 200) {
            throw new ImportStoppedException(
                    "%s answered %d: %s".formatted(server, response.statusCode(), detail(response)));
        }
        return outcomes(response, items.size());
    }

    private HttpResponse<String> send(byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/api/import"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(body));
        key.ifPresent(k -> request.header("Authorization", "Bearer " + k));
        long deadline = System.nanoTime() + patience.toNanos();
        for (Duration pause = Duration.ofMillis(200); ; pause = longer(pause)) {
            try {
                HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
                boolean busy = response.statusCode() == 429 || response.statusCode() == 503;
                if (!busy || System.nanoTime() > deadline) {
                    return response;
                }
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new ImportStoppedException(
                            "%s does not answer (%s). Run the import again when it does".formatted(server, e), e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ImportStoppedException("The import was cancelled", e);
            }
            pause(pause);
        }
    }

    private List<Outcome> outcomes(HttpResponse<String> response, int wanted) {
        List<Outcome> outcomes = new ArrayList<>(wanted);
        try {
            for (JsonNode result : json.readTree(response.body()).path("results")) {
                outcomes.add(
                        switch (result.path("outcome").asText()) {
                            case "stored" -> new Outcome.Stored();
                            case "unchanged" -> new Outcome.Unchanged();
                            default ->
                                new Outcome.Skipped(
                                        Reason.valueOf(
                                                result.path("reason").asText().toUpperCase(Locale.ROOT)),
                                        result.path("detail").asText());
                        });
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new ImportStoppedException(
                    server + " gave an answer that is not understood: it is no memory service, or a newer one", e);
        }
        if (outcomes.size() != wanted) {
            throw new ImportStoppedException(
                    "%s answered for %d memories out of %d: it is no memory service, or a newer one"
                            .formatted(server, outcomes.size(), wanted));
        }
        return outcomes;
    }

    private String detail(HttpResponse<String> response) {
        try {
            return json.readTree(response.body()).path("detail").asText("without a word");
        } catch (JsonProcessingException e) {
            return "without a word";
        }
    }

    private static Duration longer(Duration pause) {
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImportStoppedException("The import was cancelled", e);
        }
    }
}
